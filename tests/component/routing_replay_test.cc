// Everything at once: agents, supervisors, timers and assigners of two replicas, at random, on few items and few places. Whatever
// comes of it, no invariant is broken, and who only heard the events knows what the tables say.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "libs/base/error.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "services/routing/app/timers.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::Presence;
constexpr int kItems = 30, kAgents = 5, kSteps = 150;

// What a follower of the events knows of an item.
struct Known {
  std::string state, team, agent;
  int raise_count = 0, severity = 0;
  bool operator==(const Known&) const = default;
};
using World = std::map<std::string, Known>;

// `item: heard …, stored …` for each that differs.
std::vector<std::string> Differences(const World& heard, World stored) {
  const auto text = [](const Known& k) {
    return absl::StrCat(k.state, " ", k.team, " ", k.agent, " ", k.raise_count, " ", k.severity);
  };
  std::vector<std::string> differences;
  for (const auto& [item, known] : heard) {
    if (stored[item] != known)
      differences.push_back(absl::StrCat(item, ": heard ", text(known), ", stored ", text(stored[item])));
    stored.erase(item);
  }
  for (const auto& [item, known] : stored) differences.push_back(absl::StrCat(item, ": never heard of, stored ", text(known)));
  return differences;
}

template <class Message>
bool Read(const std::string& type, const std::string& data, Message* message) {
  return type == Message::descriptor()->full_name() && message->ParseFromString(data);
}

void Follow(const std::string& type, const std::string& data, World* world) {
  namespace v1 = routing::v1;
  v1::WorkItemCreated created;
  v1::WorkItemRaised raised;
  v1::WorkItemOffered offered;
  v1::WorkItemAccepted accepted;
  v1::WorkItemReleased released;
  v1::WorkItemDone done;
  if (Read(type, data, &created)) (*world)[created.work_item()] = {"QUEUED", created.team(), "", 0, created.severity()};
  if (Read(type, data, &raised)) {
    Known& known = world->at(raised.work_item());
    known.raise_count = raised.raise_count(), known.severity = raised.severity();
  }
  if (Read(type, data, &offered)) {
    Known& known = world->at(offered.work_item());
    CHECK(known.state == "QUEUED");  // what is offered was free when it was
    known.state = "OFFERED", known.agent = offered.agent();
  }
  if (Read(type, data, &accepted)) {
    Known& known = world->at(accepted.work_item());
    CHECK((known.agent.empty() || known.agent == accepted.agent()));  // nobody's, or this agent's
    known.state = "ACCEPTED", known.agent = accepted.agent(), known.team = accepted.team();
  }
  if (Read(type, data, &released)) {
    Known& known = world->at(released.work_item());
    CHECK(known.agent == released.agent());
    known.state = "QUEUED", known.agent = "", known.team = released.team();
  }
  if (Read(type, data, &done)) {
    Known& known = world->at(done.work_item());
    CHECK((known.agent == done.agent() || done.agent().empty()));  // who was only offered it did not do it
    CHECK((known.state == "ACCEPTED") == !done.agent().empty());
    known.state = "DONE", known.agent = done.agent();
  }
}

World FromEvents(RoutingDesk& desk) {
  World world;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                world.clear();
                for (const pqxx::row& row : transaction.exec("SELECT type, data FROM event ORDER BY partition, sequence")) {
                  Follow(row[0].c_str(), pg::BytesOf(row[1]), &world);
                }
                return absl::OkStatus();
              })
              .ok());
  return world;
}

World FromTables(RoutingDesk& desk) {
  World world;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                for (const pqxx::row& row : transaction.exec(
                         "SELECT item, state, team, coalesce('agents/' || agent, ''), raise_count, severity FROM work_item")) {
                  world[absl::StrCat("workItems/", row[0].c_str())] = {row[1].c_str(), absl::StrCat("teams/", row[2].c_str()),
                                                                       row[3].c_str(), row[4].as<int>(), row[5].as<int>()};
                }
                return absl::OkStatus();
              })
              .ok());
  return world;
}

// Casework says something of a case. `step` makes it a new thing each time.
routing::CaseNews SomeNews(RoutingDesk& desk, int step, std::mt19937& random) {
  using Kind = routing::CaseNews::Kind;
  constexpr Kind kKinds[] = {Kind::kMoved,         Kind::kMoved,       Kind::kTagged,   Kind::kApprovalRequested,
                             Kind::kApprovalEnded, Kind::kCallbackDue, Kind::kReopened, Kind::kClosed};
  routing::CaseNews news = desk.NewsOf(kKinds[random() % std::size(kKinds)], static_cast<int>(random() % kItems));
  news.waiting = random() % 2 == 0;
  news.tag = {random() % 2 == 0 ? "MARKETING" : "LOGISTICS", ""};
  news.team = news.tag.l1 == "MARKETING" ? "marketing" : "logistics";
  const bool approval = news.kind == Kind::kApprovalRequested || news.kind == Kind::kApprovalEnded;
  if (approval) news.subject = "a1", news.proposer = "a-1";
  if (approval || news.kind == Kind::kReopened) news.cause = absl::StrCat(news.case_number, approval ? "/a1" : "/r", step);
  if (news.kind == Kind::kApprovalRequested) news.cause = absl::StrCat(news.case_number, "/a1");
  return news;
}

// One person, or the clock, does one thing.
absl::Status DoSomething(RoutingDesk& desk, const routing::Context& replica, std::mt19937& random) {
  const std::string item = RoutingDesk::IdOf(static_cast<int>(random() % kItems));
  const std::string agent = absl::StrCat("a-", random() % kAgents), other = absl::StrCat("a-", random() % kAgents);
  const routing::MoveRequest self = desk.Move(item, agent), boss = desk.Move(item, "a-0", true);
  switch (random() % 12) {
    case 0:
    case 1:
      return routing::AssignRound(replica).status();
    case 2:
      return routing::RunTimers(replica).status();
    case 3:
    case 4:
      return routing::AcceptItem(replica, self).status();
    case 5:
      return routing::DeclineItem(replica, self, "no").status();
    case 6:
      return random() % 4 == 0 ? routing::CompleteItem(replica, self).status() : routing::TakeItem(replica, self).status();
    case 7:
      return routing::TransferItem(replica, self, {"", other, "you know it"}).status();
    case 8:
      return routing::TransferItem(replica, boss, {"", other, "yours"}).status();
    case 9:
      return routing::TransferItem(replica, boss, {random() % 3 == 0 ? "marketing" : "logistics", "", "theirs"}).status();
    case 10:
      return routing::ChangePresence(replica, self.request, agent, random() % 3 == 0 ? Presence::kOffline : Presence::kOnline)
          .status();
    default:
      return absl::OkStatus();
  }
}

TEST_CASE("Whatever people, timers, two replicas and casework do at once, invariants hold and the events tell all of it") {
  routing::Policy policy;
  policy.lease = false;
  RoutingDesk desk(policy);
  for (int i = 0; i < kAgents; ++i) desk.AddAgent(absl::StrCat("a-", i), 4, {"logistics", "marketing"}, i == 0);
  const auto other_pool = RoutingPool(desk.pool->schema());
  routing::Context other{*other_pool, desk.time, policy, [](auto) {}, [] {}};
  desk.Receive(0, kItems);
  std::mutex mutex;
  std::set<std::string> unexpected;
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t + 1);
      for (int step = 0; step < kSteps; ++step) {
        const absl::Status status = DoSomething(desk, t % 2 == 0 ? desk.context : other, random);
        if (status.ok() || status.code() == absl::StatusCode::kFailedPrecondition) continue;  // refused, with a reason
        const std::lock_guard<std::mutex> lock(mutex);
        unexpected.insert(status.ToString());
      }
    });
  }
  std::mt19937 casework(99);
  for (int n = 0; n < 60; ++n) {  // meanwhile customers ask again, and time goes on
    routing::CaseInput again =
        RoutingDesk::InputOf(1000 + n, n % 20 == 0 ? routing::Severity::kUrgent : routing::Severity::kOrdinary);
    again.case_number = absl::StrCat("c", n % kItems);
    again.partition = n % kItems;
    desk.Apply({again});
    desk.ApplyAndOffer({RoutingDesk::InputOf(2000 + n)});
    for (int i = 0; i < 3; ++i) desk.Apply({SomeNews(desk, 3 * n + i, casework)});
    desk.time.Advance(absl::Seconds(15));
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(unexpected == std::set<std::string>());
  std::vector<std::string> faults = desk.Faults();
  // An owner's transfer is an offer that no decision of the assigner stands behind.
  std::erase_if(faults, [](const std::string& fault) { return fault.starts_with("an offer has no decision"); });
  CHECK(faults == std::vector<std::string>());
  CHECK(Differences(FromEvents(desk), FromTables(desk)) == std::vector<std::string>());
}

TEST_CASE("Offers and absences outlive whoever made them: another process finds them when they are due") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(0, 2);
  desk.Assign();
  REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(0), "a-1")).ok());
  desk.SetPresence("a-1", Presence::kOffline);
  const std::string schema = desk.pool->schema();
  const auto restarted = RoutingPool(schema);
  routing::Context next{*restarted, desk.time, {}, [](auto) {}, [] {}};
  desk.time.Advance(absl::Hours(5));
  CHECK(routing::RunTimers(next).value() == 2);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'QUEUED'") == "2");
  CHECK(Differences(FromEvents(desk), FromTables(desk)) == std::vector<std::string>());
}

}  // namespace
}  // namespace redress::test
