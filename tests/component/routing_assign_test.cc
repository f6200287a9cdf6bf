// The assigner on a real database: capacity and ownership under concurrency, fairness, what is recorded.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "libs/base/error.h"
#include "services/routing/store/decision_store.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::ItemState;
using routing::Severity;

const std::vector<std::string> kNoFaults;

TEST_CASE("Two assigners without a lease, 200 items, tight capacity: never over capacity, never two owners") {
  routing::Policy policy;
  policy.lease = false;
  policy.batch = 20;
  RoutingDesk desk(policy);
  for (int i = 0; i < 10; ++i) desk.AddAgent(absl::StrCat("a-", i), 15);
  // Each replica has connections of its own; a third thread lets new items in while they work.
  const auto other_pool = RoutingPool(desk.pool->schema());
  routing::Context other{*other_pool, desk.time, policy, [](auto) {}, [] {}};
  std::atomic<int> failed{0};
  const auto replica = [&](const routing::Context& context) {
    for (int quiet = 0; quiet < 20;) {
      const absl::StatusOr<routing::RoundResult> round = routing::AssignRound(context);
      failed += round.ok() ? 0 : 1;
      quiet = round.ok() && round->offered + round->lost > 0 ? 0 : quiet + 1;
    }
  };
  desk.Receive(0, 60);
  std::thread first([&] { replica(desk.context); });
  std::thread second([&] { replica(other); });
  for (int n = 60; n < 200; n += 20) desk.Receive(n, 20);
  first.join();
  second.join();
  desk.Assign();
  CHECK(failed == 0);
  CHECK(desk.Faults() == kNoFaults);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'OFFERED'") == "150");
  CHECK(desk.Ask("SELECT min(n) || '-' || max(n) FROM (SELECT count(*) n FROM assignment GROUP BY agent) x") == "15-15");
}

TEST_CASE("Takes, transfers and two assigners at once never overrun a limit") {
  routing::Policy policy;
  policy.lease = false;
  RoutingDesk desk(policy);
  for (int i = 0; i < 4; ++i) desk.AddAgent(absl::StrCat("a-", i), 5);
  desk.Receive(0, 60);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int n = t; n < 60; n += 4) {
        const auto taken = routing::TakeItem(desk.context, desk.Move(RoutingDesk::IdOf(n), absl::StrCat("a-", n % 3)));
        if (taken.ok() && n % 2 == 0) {
          routing::TransferItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-boss", true), {"", "a-3", "busy"}).IgnoreError();
        }
        routing::AssignRound(desk.context).IgnoreError();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  desk.Assign();
  CHECK(desk.Faults() == kNoFaults);
  CHECK(desk.Ask("SELECT count(*) FROM assignment WHERE released_us IS NULL") == "20");
}

TEST_CASE("A limit that is lowered takes nothing away and stops offers until there is room again") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  desk.Receive(0, 10);
  CHECK(desk.Assign() == 5);
  const auto edit = [&](int limit) {
    return routing::EditAgent(desk.context, desk.Move("", "a-boss").request,
                              {"a-li", "", [limit](routing::Agent* agent) { agent->case_limit = limit; }});
  };
  REQUIRE(edit(2).ok());
  CHECK(desk.Assign() == 0);
  for (int n = 0; n < 3; ++n) {
    REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-li")).ok());
    REQUIRE(routing::CompleteItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-li")).ok());
    CHECK(desk.Assign() == 0);
  }
  REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(3), "a-li")).ok());
  REQUIRE(routing::CompleteItem(desk.context, desk.Move(RoutingDesk::IdOf(3), "a-li")).ok());
  CHECK(desk.Assign() == 1);
  CHECK(ReasonOf(routing::TakeItem(desk.context, desk.Move(RoutingDesk::IdOf(9), "a-li")).status()) == "AT_CAPACITY");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Among equals the difference is at most one, over several batches") {
  RoutingDesk desk;
  for (int i = 0; i < 7; ++i) desk.AddAgent(absl::StrCat("a-", i), 30);
  for (int n = 0; n < 95; n += 19) {
    desk.Receive(n, 19);
    desk.Assign();
    CHECK(desk.Ask("SELECT max(n) - min(n) <= 1 FROM (SELECT count(s.item) n FROM agent a LEFT JOIN assignment s USING (agent)"
                   " GROUP BY a.agent) x") == "t");
  }
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("What is critical goes first, and to supervisors, whose reserve ordinary items cannot fill") {
  RoutingDesk desk;
  desk.AddAgent("a-boss", 9, {"logistics"}, true);
  desk.AddAgent("a-li", 2);
  desk.Receive(0, 20);
  desk.Receive(20, 5, Severity::kCritical);
  CHECK(desk.Assign() == 7);  // two for a-li; five critical ones for a-boss, who then has no place left for ordinary ones
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE severity = 3 AND agent = 'a-boss'") == "5");
  desk.Receive(30, 4, Severity::kCritical);
  CHECK(desk.Assign() == 4);
  desk.Receive(40, 1, Severity::kCritical);
  CHECK(desk.Assign() == 0);
  CHECK(desk.Faults() == kNoFaults);
}

// Everything that was decided about items 0 … `items` − 1.
std::vector<routing::StoredDecision> DecisionsOf(RoutingDesk& desk, int items) {
  std::vector<routing::StoredDecision> decisions;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                for (int n = 0; n < items; ++n) {
                  for (auto& stored : routing::ListDecisions(transaction, RoutingDesk::IdOf(n), 0, 10))
                    decisions.push_back(std::move(stored));
                }
                return absl::OkStatus();
              })
              .ok());
  return decisions;
}

// Whoever decides again by what is stored decides the same.
void CheckReplay(const routing::v1::AssignmentDecision& stored) {
  const std::vector<routing::Candidate> candidates = routing::CandidatesOf(stored);
  const routing::Decision again = routing::Choose(stored.supervisors_only(), candidates, {stored.supervisor_reserve_percent()});
  CHECK((again.chosen < 0 ? "" : absl::StrCat("agents/", candidates[again.chosen].agent)) == stored.agent());
  for (size_t i = 0; i < candidates.size(); ++i) {
    CHECK(routing::Word(again.excluded_by[i]) == stored.candidates(static_cast<int>(i)).excluded_by());
  }
  if (again.chosen >= 0) CHECK(routing::Word(again.tie_break) == stored.tie_break());
}

TEST_CASE("Every offer has a decision that can be replayed; that nobody is there is recorded once a wait") {
  RoutingDesk desk;
  desk.Receive(0, 3);
  CHECK(desk.Assign() == 0);
  CHECK(desk.Assign() == 0);
  CHECK(desk.Ask("SELECT count(*) FROM assignment_decision") == "3");
  for (int i = 0; i < 3; ++i) desk.AddAgent(absl::StrCat("a-", i), 1 + i);
  desk.SetPresence("a-1", routing::Presence::kBusy);
  desk.Receive(3, 9);
  CHECK(desk.Assign() == 4);
  CHECK(desk.Assign() == 0);
  const std::vector<routing::StoredDecision> decisions = DecisionsOf(desk, 12);
  CHECK(decisions.size() == 3 + 12);
  CHECK(desk.Ask("SELECT count(*) FROM assignment_decision WHERE basis IS NOT NULL") != "0");  // and is read as if it were whole
  for (const routing::StoredDecision& stored : decisions) CheckReplay(stored.decision);
}

TEST_CASE("However many decisions a round tells by their differences, each is read whole and can be replayed") {
  RoutingDesk desk;
  for (int i = 0; i < 20; ++i) desk.AddAgent(absl::StrCat("a-", i), 10, {"logistics"}, i % 5 == 0);
  for (int i = 0; i < 3; ++i) desk.AddAgent(absl::StrCat("m-", i), 30, {"marketing"});
  desk.Receive(0, 100);
  desk.Receive(100, 30, Severity::kOrdinary, "marketing");
  desk.Receive(130, 40);
  CHECK(desk.Assign() == 170);
  const std::vector<routing::StoredDecision> decisions = DecisionsOf(desk, 170);
  CHECK(decisions.size() == 170);
  int open = 0;
  for (const routing::StoredDecision& stored : decisions) {
    CheckReplay(stored.decision);
    const bool marketing = stored.decision.candidates_size() == 3;
    CHECK((marketing || stored.decision.candidates_size() == 20));
    for (const auto& candidate : stored.decision.candidates()) open += marketing ? 0 : candidate.open_count();
  }
  CHECK(open == 139 * 140 / 2);  // each as it stood after all before it
  // Three chains of at most 64 about logistics, one about marketing.
  CHECK(desk.Ask("SELECT count(*) FROM assignment_decision WHERE basis IS NULL") == "4");
}

TEST_CASE("Items that may not go to the free agents do not hide those behind them") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 10);
  desk.Receive(0, 10, Severity::kUrgent);
  CHECK(desk.Assign() == 10);
  for (int n = 0; n < 10; ++n) REQUIRE(routing::DeclineItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-li"), "no").ok());
  desk.Receive(10, 3);
  CHECK(desk.Assign() == 3);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("However many items an agent declines, those behind them are not hidden") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 10);
  desk.Receive(0, 80);
  for (int round = 0; round < 8; ++round) {
    REQUIRE(desk.Assign() == 10);
    for (int n = 10 * round; n < 10 * round + 10; ++n) {
      REQUIRE(routing::DeclineItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-li"), "no").ok());
    }
  }
  CHECK(desk.Assign() == 0);
  desk.Receive(80, 3);
  CHECK(desk.Assign() == 3);
  desk.time.Advance(absl::Minutes(10));
  CHECK(desk.Assign() == 7);  // the first ones again, in their order
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'OFFERED' AND received_us < "
                 "(SELECT received_us FROM work_item WHERE item = 'c7-1')") == "7");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("One round serves a queue of 1,000 items and 100 agents", "[figures]") {
  routing::Policy policy;
  policy.batch = 1000;
  RoutingDesk desk(policy);
  for (int i = 0; i < 100; ++i) desk.AddAgent(absl::StrCat("a-", i), 30);
  desk.Receive(0, 1000);
  const MachineTime begin = MachineClock::Now();
  CHECK(desk.Assign() == 1000);
  WARN("1,000 items among 100 agents: " << absl::FormatDuration(MachineClock::Now() - begin));
  CHECK(desk.Ask("SELECT min(n) || '-' || max(n) FROM (SELECT count(*) n FROM assignment GROUP BY agent) x") == "10-10");
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
