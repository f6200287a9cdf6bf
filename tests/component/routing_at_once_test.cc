// New items are offered in the transaction that makes them (docs/decisions/0032): as a round after it would have done, never
// before what waits, and not where somebody else is at it.
#include <catch2/catch.hpp>

#include "libs/pg/exec.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::CaseMessage;
using routing::ItemState;
using routing::Severity;
const std::vector<std::string> kNoFaults;

std::vector<CaseMessage> Inputs(int first, int count, Severity severity = Severity::kOrdinary) {
  std::vector<CaseMessage> messages;
  for (int n = first; n < first + count; ++n) messages.emplace_back(RoutingDesk::InputOf(n, severity));
  return messages;
}

ItemState StateOf(RoutingDesk& desk, int n) {
  return desk.Item(RoutingDesk::IdOf(n)).state;
}

TEST_CASE("What comes is offered in the same transaction, with its decision, and tells of both in order") {
  RoutingDesk desk;
  for (int i = 0; i < 3; ++i) desk.AddAgent(absl::StrCat("a-", i), 4);
  const routing::Received received = desk.ApplyAndOffer(Inputs(0, 6));
  CHECK(received.offers.offered == 6);
  CHECK(received.offers.waited.size() == 6);
  CHECK_FALSE(received.for_assigner);
  REQUIRE(received.said.size() == 12);
  for (int n = 0; n < 6; ++n) {
    CHECK(received.said[n].type == "redress.routing.v1.WorkItemCreated");
    CHECK(received.said[n + 6].type == "redress.routing.v1.WorkItemOffered");
    const routing::WorkItem item = desk.Item(RoutingDesk::IdOf(n));
    CHECK(item.state == ItemState::kOffered);
    CHECK(item.offer_expire_time == desk.time.Now() + absl::Seconds(60));
    CHECK(item.version == 2);  // as if it had been offered later
  }
  CHECK(desk.Ask("SELECT min(n) || '-' || max(n) FROM (SELECT count(*) n FROM assignment GROUP BY agent) x") == "2-2");
  CHECK(desk.Faults() == kNoFaults);
  CHECK(desk.Assign() == 0);
  CHECK(desk.ApplyAndOffer(Inputs(0, 6)).said.empty());  // heard again
  const routing::WorkItem first = desk.Item(RoutingDesk::IdOf(0));
  CHECK(routing::AcceptItem(desk.context, desk.Move(first.id, first.agent)).ok());
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("For whom there is no place stays queued, for the assigner") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 2);
  const routing::Received received = desk.ApplyAndOffer(Inputs(0, 5));
  CHECK(received.offers.offered == 2);
  CHECK(received.for_assigner);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE state = 'QUEUED'") == "3");
  CHECK(desk.ApplyAndOffer(Inputs(5, 1)).for_assigner);
  CHECK(desk.Assign() == 0);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE undecidable") == "4");  // the reason is recorded by its rounds
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Nothing new overtakes what waits: both are decided together, in one order") {
  RoutingDesk desk;
  desk.Receive(0, 2);
  desk.AddAgent("a-li", 1);
  desk.time.Advance(absl::Seconds(1));
  routing::CaseInput late = RoutingDesk::InputOf(2), urgent = RoutingDesk::InputOf(3, Severity::kUrgent);
  late.received_time = urgent.received_time = desk.time.Now();
  const routing::Received received = desk.ApplyAndOffer({late});
  CHECK(received.offers.offered == 1);
  CHECK(received.for_assigner);
  CHECK(StateOf(desk, 0) == ItemState::kOffered);
  CHECK(StateOf(desk, 2) == ItemState::kQueued);
  desk.AddAgent("a-wu", 1);
  CHECK(desk.ApplyAndOffer({urgent}).offers.offered == 1);
  CHECK(StateOf(desk, 1) == ItemState::kQueued);
  CHECK(StateOf(desk, 3) == ItemState::kOffered);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Where more waits than one round takes, or another one is at it, what comes waits too") {
  routing::Policy policy;
  policy.batch = 2;
  RoutingDesk desk(policy);
  desk.Receive(0, 3);
  desk.AddAgent("a-li", 20);
  CHECK(desk.ApplyAndOffer(Inputs(3, 1)).offers.offered == 0);
  CHECK(desk.Assign() == 4);
  const absl::Status status = desk.pool->Transact([&](pqxx::work& other) {
    pg::Exec(other, "SELECT pg_advisory_xact_lock(hashtext(current_schema()), hashtext('routing assigner'))");
    const routing::Received received = desk.ApplyAndOffer(Inputs(4, 1));
    CHECK(received.offers.busy);
    CHECK(received.for_assigner);
    return absl::OkStatus();
  });
  REQUIRE(status.ok());
  CHECK(StateOf(desk, 4) == ItemState::kQueued);
  CHECK(desk.Assign() == 1);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A batch in which cases go on claims nothing besides: places are taken in one order") {
  using Kind = routing::CaseNews::Kind;
  RoutingDesk desk;
  desk.AddAgent("a-li", 20);
  desk.ApplyAndOffer(Inputs(0, 1));
  REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(0), "a-li")).ok());
  routing::CaseNews waits = desk.NewsOf(Kind::kMoved, 0);
  waits.waiting = true;
  desk.ApplyAndOffer({waits});
  const routing::Received received = desk.ApplyAndOffer({desk.NewsOf(Kind::kMoved, 0), RoutingDesk::InputOf(1)});
  CHECK(received.offers.offered == 0);
  CHECK(received.for_assigner);
  CHECK(StateOf(desk, 1) == ItemState::kQueued);
  CHECK(desk.Ask("SELECT count(slot) FROM assignment WHERE item = 'c0-1'") == "1");
  CHECK(desk.Assign() == 1);
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
