// Offers that end, agents who go, and races for an item, on a real database with a business time that the test steps.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "libs/base/error.h"
#include "libs/proto/values.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "services/routing/app/pace.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::ItemState;
using routing::Presence;

const std::vector<std::string> kNoFaults;
const std::string kItem = RoutingDesk::IdOf(0);

// The last event of a type, decoded.
template <class Message>
Message Last(RoutingDesk& desk) {
  std::string data;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                const pqxx::result rows = transaction.exec_params(
                    "SELECT data FROM event WHERE type = $1 ORDER BY sequence DESC LIMIT 1", Message::descriptor()->full_name());
                if (!rows.empty()) data = pg::BytesOf(rows[0][0]);
                return absl::OkStatus();
              })
              .ok());
  Message message;
  REQUIRE(message.ParseFromString(data));
  return message;
}

TEST_CASE("The pace tells the offers that are due, and when time next makes something happen") {
  RoutingDesk desk;
  const auto pace = [&] { return routing::ReadPace(desk.context).value(); };
  const auto offers = [&] { return pace().pending.empty() ? 0 : pace().pending.front().count; };
  CHECK((offers() == 0 && !pace().next_due.has_value()));
  desk.AddAgent("a-1", 2);
  desk.Receive(0, 3);
  CHECK(offers() == 2);  // as many as there are places
  CHECK(desk.Assign() == 2);
  CHECK(offers() == 0);
  const BusinessTime start = desk.time.Now();
  CHECK(pace().next_due == start + absl::Seconds(60));
  // Declined: it may come back to who declined it after the cool-down, which is when the next offer is due.
  CHECK(routing::DeclineItem(desk.context, desk.Move(kItem, "a-1"), "busy").ok());
  CHECK(offers() == 1);  // the third one
  CHECK(desk.Assign() == 1);
  CHECK(offers() == 0);
  for (int i = 1; i < 3; ++i) CHECK(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(i), "a-1")).ok());
  CHECK(pace().next_due == start + desk.context.policy.plan.decline_cooldown);
  // Who goes keeps what was accepted for a while.
  desk.time.Advance(absl::Minutes(1));
  desk.SetPresence("a-1", Presence::kOffline);
  CHECK(pace().next_due == start + desk.context.policy.plan.decline_cooldown);
  desk.time.Advance(desk.context.policy.plan.decline_cooldown);
  CHECK(pace().next_due == start + absl::Minutes(1) + desk.context.policy.offline_grace);
  CHECK(desk.RunTimers() == 2);
  CHECK((offers() == 0 && !pace().next_due.has_value()));
}

TEST_CASE("An offer that nobody answers goes to somebody else, and its event has the time at which it ended") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.AddAgent("a-2", 5);
  desk.Receive(0, 1);
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item(kItem).agent == "a-1");
  const BusinessTime due = desk.time.Now() + absl::Seconds(60);
  desk.time.Advance(absl::Seconds(59));
  CHECK(desk.RunTimers() == 0);
  desk.time.Advance(absl::Minutes(5));  // the timer runs late
  CHECK(desk.RunTimers() == 1);
  CHECK(desk.Item(kItem).state == ItemState::kQueued);
  const auto released = Last<routing::v1::WorkItemReleased>(desk);
  CHECK(released.reason() == routing::v1::RELEASE_REASON_OFFER_EXPIRED);
  CHECK(TimeOf(released.release_time()) == due);
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item(kItem).agent == "a-2");
  // Only when nobody else is there does it come back to who let it expire.
  desk.time.Advance(absl::Minutes(2));
  CHECK(desk.RunTimers() == 1);
  desk.SetPresence("a-2", Presence::kBusy);
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item(kItem).agent == "a-1");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A declined item is not offered to the agent again for ten minutes") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(0, 1);
  CHECK(desk.Assign() == 1);
  REQUIRE(routing::DeclineItem(desk.context, desk.Move(kItem, "a-1"), "not my field").ok());
  CHECK(desk.Assign() == 0);
  desk.time.Advance(absl::Minutes(10) - absl::Seconds(1));
  CHECK(desk.Assign() == 0);
  desk.time.Advance(absl::Seconds(1));
  CHECK(desk.Assign() == 1);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("When an agent goes offline, offers go back at once and owned items after the grace") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(0, 2);
  CHECK(desk.Assign() == 2);
  REQUIRE(routing::AcceptItem(desk.context, desk.Move(kItem, "a-1")).ok());
  desk.time.Advance(absl::Seconds(10));
  const BusinessTime gone = desk.time.Now();
  desk.SetPresence("a-1", Presence::kOffline);
  CHECK(desk.RunTimers() == 1);
  CHECK(desk.Item(RoutingDesk::IdOf(1)).state == ItemState::kQueued);
  CHECK(desk.Item(kItem).state == ItemState::kAccepted);
  desk.time.Advance(absl::Minutes(9));
  desk.SetPresence("a-1", Presence::kOffline);  // saying it again does not begin the absence anew
  CHECK(desk.RunTimers() == 0);
  desk.time.Advance(absl::Minutes(3));
  CHECK(desk.RunTimers() == 1);
  const auto released = Last<routing::v1::WorkItemReleased>(desk);
  CHECK(released.reason() == routing::v1::RELEASE_REASON_AGENT_OFFLINE);
  CHECK(TimeOf(released.release_time()) == gone + absl::Minutes(10));
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Who comes back within the grace keeps what he owns") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(0, 1);
  desk.Assign();
  REQUIRE(routing::AcceptItem(desk.context, desk.Move(kItem, "a-1")).ok());
  desk.SetPresence("a-1", Presence::kOffline);
  desk.time.Advance(absl::Minutes(9));
  desk.SetPresence("a-1", Presence::kOnline);
  desk.time.Advance(absl::Minutes(9));
  CHECK(desk.RunTimers() == 0);
  CHECK(desk.Item(kItem).agent == "a-1");
}

TEST_CASE("Of many who accept at once, on two replicas, exactly one wins") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(0, 1);
  desk.Assign();
  const auto other_pool = RoutingPool(desk.pool->schema());
  routing::Context other{*other_pool, desk.time, {}, [](auto) {}, [] {}};
  std::atomic<int> won{0}, refused{0};  // refused as it should be
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const auto answer = routing::AcceptItem(t % 2 == 0 ? desk.context : other, desk.Move(kItem, "a-1"));
      won += answer.ok() ? 1 : 0;
      refused += ReasonOf(answer.status()) == "ILLEGAL_TRANSITION" ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(won == 1);
  CHECK(refused == 7);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type LIKE '%WorkItemAccepted'") == "1");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("An accept and the expiry of its offer: one of them wins, never both") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 40);
  desk.Receive(0, 40);
  CHECK(desk.Assign() == 40);
  desk.time.Advance(absl::Seconds(60) - absl::Microseconds(1));
  std::atomic<int> accepted{0}, gone{0};
  std::thread timers([&] {
    desk.time.Advance(absl::Microseconds(1));
    for (int i = 0; i < 5; ++i) desk.RunTimers();
  });
  std::thread agent([&] {
    for (int n = 0; n < 40; ++n) {
      const auto answer = routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-1"));
      accepted += answer.ok() ? 1 : 0;
      gone += ReasonOf(answer.status()) == "OFFER_GONE" ? 1 : 0;
    }
  });
  timers.join();
  agent.join();
  desk.RunTimers();
  CHECK(accepted + gone == 40);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'ACCEPTED'") == absl::StrCat(accepted.load()));
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'QUEUED'") == absl::StrCat(gone.load()));
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Two replicas run the timers at once: every item is released once") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 100);
  desk.Receive(0, 100);
  CHECK(desk.Assign() == 100);
  desk.time.Advance(absl::Minutes(2));
  std::atomic<int> released{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back([&] { released += desk.RunTimers(); });
  for (std::thread& thread : threads) thread.join();
  while (const int more = desk.RunTimers()) released += more;
  CHECK(released == 100);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type LIKE '%WorkItemReleased'") == "100");
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
