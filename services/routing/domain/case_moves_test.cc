#include "services/routing/domain/case_moves.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/domain/test_cases.h"

namespace redress::routing {
namespace {

const Tag kMarketing{"MARKETING", "COUPON_RULES"};

TEST_CASE("Whoever has an item, what happened to its case ends it", "[routing]") {
  using Row = std::tuple<ItemState, PlaceChange, std::string>;
  const auto [state, place, agent] = GENERATE(table<ItemState, PlaceChange, std::string>({
      Row{ItemState::kQueued, PlaceChange::kKeep, ""},
      Row{ItemState::kOffered, PlaceChange::kRelease, ""},
      Row{ItemState::kAccepted, PlaceChange::kFinish, "a-li"},
  }));
  const absl::StatusOr<Change> change = End(ItemIn(state), kThen);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kDone);
  CHECK(change->next.agent == agent);
  CHECK(change->next.done_time == kThen);
  CHECK(change->next.accept_time.has_value() == !agent.empty());
  CHECK_FALSE(change->next.offer_expire_time.has_value());
  CHECK(change->next.version == 6);
  CHECK(change->place == place);
  if (place != PlaceChange::kKeep) CHECK(change->place_time == kThen);
  REQUIRE(change->facts.size() == 1);
  CHECK(change->facts[0].kind == Fact::Kind::kDone);
  CHECK(change->facts[0].agent == agent);  // who was only offered it did not do it
  CHECK(change->facts[0].time == kThen);
}

TEST_CASE("Nothing moves an item that is done", "[routing]") {
  const WorkItem done = ItemIn(ItemState::kDone);
  for (const absl::StatusOr<Change>& change :
       {End(done, kNow), Raise(done, {}, kNow), SendBack(done, kNow), Retag(done, kMarketing, "marketing", false, kNow),
        LeaveToSupervisors(done, false, kNow), SetWaiting(done, true, kNow), SetDue(done, kNow)}) {
    CHECK(ReasonOf(change.status()) == "ILLEGAL_TRANSITION");
  }
}

TEST_CASE("Another class sends an item to the team of that class, unless its owner is of that team", "[routing]") {
  using Row = std::tuple<ItemState, bool, bool>;
  const auto [state, agent_stays, leaves] = GENERATE(table<ItemState, bool, bool>({
      Row{ItemState::kQueued, false, true},
      Row{ItemState::kOffered, false, true},
      Row{ItemState::kOffered, true, true},  // what is only offered is offered anew, by the other team's skills
      Row{ItemState::kAccepted, false, true},
      Row{ItemState::kAccepted, true, false},
  }));
  const absl::StatusOr<Change> change = Retag(ItemIn(state), kMarketing, "marketing", agent_stays, kThen);
  REQUIRE(change.ok());
  CHECK(change->next.team == "marketing");
  CHECK(change->next.tag == kMarketing);
  CHECK(change->next.state == (leaves ? ItemState::kQueued : ItemState::kAccepted));
  CHECK(change->next.agent == (leaves ? "" : "a-li"));
  REQUIRE(change->facts.size() == 1);
  CHECK(change->facts[0].kind == (leaves ? Fact::Kind::kReleased : Fact::Kind::kAccepted));
  if (leaves) CHECK(change->facts[0].reason == ReleaseReason::kCaseChanged);
}

TEST_CASE("Another sub-class, or a class of the same team, leaves an item where it is", "[routing]") {
  const ItemState state = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted);
  WorkItem handed_on = ItemIn(state);
  handed_on.team = "marketing";  // by a supervisor: a finer tag does not take that back
  const absl::StatusOr<Change> finer = Retag(handed_on, {"LOGISTICS", "DELAYED"}, "logistics", false, kThen);
  REQUIRE(finer.ok());
  CHECK(finer->next.team == "marketing");
  CHECK(finer->next.tag.l2 == "DELAYED");
  CHECK(finer->next.state == state);
  CHECK(finer->facts.empty());
  const absl::StatusOr<Change> same_team = Retag(ItemIn(state), {"AFTER_SALES", ""}, "logistics", false, kThen);
  CHECK(same_team->next.state == state);
  CHECK(same_team->next.tag.l1 == "AFTER_SALES");
}

TEST_CASE("A triage item whose case gets a tag is one to be handled", "[routing]") {
  WorkItem triage = ItemIn(ItemState::kAccepted);
  triage.kind = ItemKind::kTriage;
  triage.tag = {};
  triage.team = "intake";
  const absl::StatusOr<Change> moved = Retag(triage, kMarketing, "marketing", false, kThen);
  CHECK(moved->next.kind == ItemKind::kHandleCase);
  CHECK(moved->next.state == ItemState::kQueued);
  // Whoever keeps it owns a case from now on, and has since the item was accepted.
  for (const char* team : {"intake", "marketing"}) {
    const absl::StatusOr<Change> kept = Retag(triage, kMarketing, team, true, kThen);
    CHECK(kept->next.state == ItemState::kAccepted);
    REQUIRE(kept->facts.size() == 1);
    CHECK(kept->facts[0].kind == Fact::Kind::kAccepted);
    CHECK(kept->facts[0].time == *triage.accept_time);
    CHECK(kept->next.accept_time == triage.accept_time);
  }
}

TEST_CASE("What is left to supervisors leaves everybody else", "[routing]") {
  const ItemState state = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted);
  const absl::StatusOr<Change> change = LeaveToSupervisors(ItemIn(state), false, kThen);
  REQUIRE(change.ok());
  CHECK(change->next.supervisors_only);
  CHECK(change->next.state == ItemState::kQueued);
  CHECK(change->facts.size() == (state == ItemState::kQueued ? 0 : 1));
  const absl::StatusOr<Change> kept = LeaveToSupervisors(ItemIn(state), true, kThen);
  CHECK(kept->next.state == state);
  // Whoever keeps it owns the case again, which lost its owner when it reopened.
  REQUIRE(kept->facts.size() == (state == ItemState::kAccepted ? 1 : 0));
  if (state != ItemState::kAccepted) return;
  CHECK(kept->facts[0].kind == Fact::Kind::kAccepted);
  CHECK(kept->facts[0].agent == "a-li");
  CHECK(kept->facts[0].time == *ItemIn(state).accept_time);
}

TEST_CASE("While its case waits an accepted item keeps its agent and gives back the place", "[routing]") {
  const absl::StatusOr<Change> waits = SetWaiting(ItemIn(ItemState::kAccepted), true, kThen);
  REQUIRE(waits.ok());
  CHECK(waits->next.agent == "a-li");
  CHECK(waits->next.waiting);
  CHECK(waits->place == PlaceChange::kWait);
  CHECK(waits->facts.empty());
  CHECK(SetWaiting(waits->next, false, kNow)->place == PlaceChange::kResume);
  CHECK(SetWaiting(waits->next, true, kNow)->place == PlaceChange::kKeep);
  for (const ItemState state : {ItemState::kQueued, ItemState::kOffered}) {
    CHECK(SetWaiting(ItemIn(state), true, kThen)->place == PlaceChange::kKeep);  // an offer takes a place all the same
    CHECK(SetWaiting(ItemIn(state), true, kThen)->next.waiting);
  }
}

TEST_CASE("A due time is set, and nothing else", "[routing]") {
  const absl::StatusOr<Change> change = SetDue(ItemIn(ItemState::kOffered), kNow + absl::Hours(4));
  CHECK(change->next.due_time == kNow + absl::Hours(4));
  CHECK(change->next.state == ItemState::kOffered);
  CHECK(change->facts.empty());
}

}  // namespace
}  // namespace redress::routing
