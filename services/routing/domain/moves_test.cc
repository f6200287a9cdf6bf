#include "services/routing/domain/moves.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::routing {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const Actor kLi{"a-li"};
const Actor kWang{"a-wang"};
const Actor kBoss{"a-boss", true};

WorkItem In(ItemState state) {
  WorkItem item;
  item.id = "c1-1";
  item.team = "logistics";
  item.state = state;
  item.channel = 1;
  item.version = 4;
  if (state != ItemState::kQueued) {
    item.agent = "a-li";
    item.offer_time = kNow - absl::Seconds(10);
  }
  if (state == ItemState::kOffered) item.offer_expire_time = kNow + absl::Seconds(50);
  if (state == ItemState::kAccepted) item.accept_time = kNow - absl::Seconds(5);
  return item;
}

Candidate Fit(const std::string& agent) {
  return {.agent = agent, .present = true, .in_team = true, .has_skills = true, .open_count = 1, .case_limit = 30};
}

std::string Refusal(const absl::StatusOr<Change>& change) {
  CHECK((change.ok() || change.status().code() == absl::StatusCode::kFailedPrecondition));
  return change.ok() ? "" : ReasonOf(change.status());
}

TEST_CASE("An offer is accepted by the agent to whom it was made", "[routing]") {
  const absl::StatusOr<Change> change = Accept(In(ItemState::kOffered), kLi, kNow);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kAccepted);
  CHECK(change->next.agent == "a-li");
  CHECK(change->next.accept_time == kNow);
  CHECK_FALSE(change->next.offer_expire_time.has_value());
  CHECK(change->next.version == 5);
  CHECK(change->place == PlaceChange::kSettle);
  REQUIRE(change->facts.size() == 1);
  CHECK(change->facts[0].kind == Fact::Kind::kAccepted);
}

TEST_CASE("Nobody answers, completes or decides for somebody else, whatever the role", "[routing]") {
  for (const Actor& actor : {kWang, kBoss, Actor{"", true}, Actor{}}) {
    CHECK(Refusal(Accept(In(ItemState::kOffered), actor, kNow)) == "NOT_OWNER");
    CHECK(Refusal(Decline(In(ItemState::kOffered), actor, "full", kNow)) == "NOT_OWNER");
    CHECK(Refusal(Complete(In(ItemState::kAccepted), actor, false, kNow)) == "NOT_OWNER");
    WorkItem triage = In(ItemState::kAccepted);
    triage.kind = ItemKind::kTriage;
    CHECK(Refusal(DecideTriage(triage, actor, {"MARKETING", ""}, "marketing", kNow)) == "NOT_OWNER");
  }
  const Actor supervisor{"a-li", true};  // who has an offer like anybody else
  CHECK(Accept(In(ItemState::kOffered), supervisor, kNow).ok());
  CHECK(Decline(In(ItemState::kOffered), supervisor, "full", kNow).ok());
  CHECK(Complete(In(ItemState::kAccepted), supervisor, false, kNow).ok());
}

TEST_CASE("Accepting and declining are refused where there is no offer to the agent any more", "[routing]") {
  using Row = std::tuple<ItemState, Actor, std::string>;
  const auto [state, actor, reason] = GENERATE(table<ItemState, Actor, std::string>({
      Row{ItemState::kQueued, kLi, "OFFER_GONE"},
      Row{ItemState::kQueued, kBoss, "OFFER_GONE"},
      Row{ItemState::kOffered, kWang, "NOT_OWNER"},
      Row{ItemState::kAccepted, kWang, "NOT_OWNER"},
      Row{ItemState::kAccepted, kBoss, "NOT_OWNER"},
      Row{ItemState::kAccepted, kLi, "ILLEGAL_TRANSITION"},
      Row{ItemState::kDone, kLi, "ILLEGAL_TRANSITION"},
      Row{ItemState::kDone, kWang, "ILLEGAL_TRANSITION"},
  }));
  CHECK(Refusal(Accept(In(state), actor, kNow)) == reason);
  CHECK(Refusal(Decline(In(state), actor, "full", kNow)) == reason);
}

TEST_CASE("At the very moment at which an offer ends it is gone", "[routing]") {
  const WorkItem item = In(ItemState::kOffered);
  CHECK(Accept(item, kLi, *item.offer_expire_time - absl::Microseconds(1)).ok());
  CHECK(Refusal(Accept(item, kLi, *item.offer_expire_time)) == "OFFER_GONE");
  CHECK(Refusal(Decline(item, kLi, "", *item.offer_expire_time)) == "OFFER_GONE");
  CHECK(Refusal(Expire(item, *item.offer_expire_time - absl::Microseconds(1))) == "NOT_DUE");
  const absl::StatusOr<Change> late = Expire(item, *item.offer_expire_time + absl::Hours(3));
  REQUIRE(late.ok());
  CHECK(late->facts[0].time == *item.offer_expire_time);  // its own due time, however late the timer ran
  CHECK(late->reason == ReleaseReason::kOfferExpired);
}

TEST_CASE("A released item has no agent and no times of an offer", "[routing]") {
  const absl::StatusOr<Change> change = Decline(In(ItemState::kOffered), kLi, "busy with a call", kNow);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kQueued);
  CHECK(change->next.agent.empty());
  CHECK_FALSE(change->next.offer_time.has_value());
  CHECK(change->place == PlaceChange::kRelease);
  CHECK(change->note == "busy with a call");
  CHECK(change->facts[0].agent == "a-li");
}

TEST_CASE("Only a queued item can be taken, by who may have it", "[routing]") {
  const absl::StatusOr<Change> change = Take(In(ItemState::kQueued), kWang, Fit("a-wang"), kNow);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kAccepted);
  CHECK(change->claim_for == "a-wang");
  CHECK(Refusal(Take(In(ItemState::kOffered), kWang, Fit("a-wang"), kNow)) == "ILLEGAL_TRANSITION");
  Candidate stranger = Fit("a-wang");
  stranger.in_team = false;
  CHECK(Refusal(Take(In(ItemState::kQueued), kWang, stranger, kNow)) == "NOT_IN_TEAM");
  stranger.agent = "a-boss";
  CHECK(Take(In(ItemState::kQueued), kBoss, stranger, kNow).ok());
  stranger.present = false;
  CHECK(Refusal(Take(In(ItemState::kQueued), kBoss, stranger, kNow)) == "NOT_PRESENT");
  Candidate full = Fit("a-wang");
  full.open_count = 30;
  CHECK(Refusal(Take(In(ItemState::kQueued), kWang, full, kNow)) == "AT_CAPACITY");
  WorkItem critical = In(ItemState::kQueued);
  critical.severity = Severity::kCritical;
  critical.supervisors_only = true;
  CHECK(Refusal(Take(critical, kWang, Fit("a-wang"), kNow)) == "NOT_SUPERVISOR");
}

TEST_CASE("The owner proposes, a supervisor gives", "[routing]") {
  const Handover to_wang{Fit("a-wang"), "knows the case", {}};
  const absl::StatusOr<Change> proposed = HandOver(In(ItemState::kAccepted), kLi, to_wang, kNow);
  REQUIRE(proposed.ok());
  CHECK(proposed->next.state == ItemState::kOffered);
  CHECK(proposed->next.offer_expire_time == kNow + absl::Seconds(60));
  CHECK(proposed->facts.size() == 2);
  const absl::StatusOr<Change> given = HandOver(In(ItemState::kAccepted), kBoss, to_wang, kNow);
  REQUIRE(given.ok());
  CHECK(given->next.state == ItemState::kAccepted);
  CHECK(given->next.agent == "a-wang");
  CHECK(HandOver(In(ItemState::kQueued), kBoss, to_wang, kNow)->place == PlaceChange::kKeep);
  CHECK(Refusal(HandOver(In(ItemState::kAccepted), kWang, to_wang, kNow)) == "NOT_OWNER");
  CHECK(Refusal(HandOver(In(ItemState::kOffered), kLi, to_wang, kNow)) == "ILLEGAL_TRANSITION");
  CHECK(Refusal(HandOver(In(ItemState::kAccepted), kBoss, {Fit("a-li"), "", {}}, kNow)) == "ALREADY_OWNER");
  const absl::StatusOr<Change> settled = HandOver(In(ItemState::kOffered), kBoss, {Fit("a-li"), "yours", {}}, kNow);
  REQUIRE(settled.ok());  // what was offered is given to the same agent, who has a place for it already
  CHECK(settled->next.state == ItemState::kAccepted);
  CHECK(settled->place == PlaceChange::kSettle);
  CHECK(settled->claim_for.empty());
  CHECK(settled->facts.size() == 1);
  Handover full{Fit("a-li"), "yours", {}};
  full.to.open_count = full.to.case_limit;
  CHECK(HandOver(In(ItemState::kOffered), kBoss, full, kNow).ok());
  full.to.present = false;
  CHECK(Refusal(HandOver(In(ItemState::kOffered), kBoss, full, kNow)) == "NOT_PRESENT");
  Handover elsewhere = to_wang;
  elsewhere.to.in_team = false;
  CHECK(Refusal(HandOver(In(ItemState::kAccepted), kBoss, elsewhere, kNow)) == "NOT_IN_TEAM");
}

TEST_CASE("Moving to another team puts it into that team's queue", "[routing]") {
  const absl::StatusOr<Change> change = MoveToTeam(In(ItemState::kAccepted), kLi, "marketing", "not ours", kNow);
  REQUIRE(change.ok());
  CHECK(change->next.team == "marketing");
  CHECK(change->next.state == ItemState::kQueued);
  CHECK(change->reason == ReleaseReason::kTransferred);
  CHECK(Refusal(MoveToTeam(In(ItemState::kQueued), kLi, "marketing", "", kNow)) == "NOT_OWNER");
  CHECK(Refusal(MoveToTeam(In(ItemState::kAccepted), kWang, "marketing", "", kNow)) == "NOT_OWNER");
  // What is only offered is not the agent's to pass on: it is accepted or declined.
  CHECK(Refusal(MoveToTeam(In(ItemState::kOffered), kLi, "marketing", "", kNow)) == "NOT_OWNER");
  CHECK(MoveToTeam(In(ItemState::kOffered), kBoss, "marketing", "", kNow).ok());
  const absl::StatusOr<Change> queued = MoveToTeam(In(ItemState::kQueued), kBoss, "marketing", "", kNow);
  REQUIRE(queued.ok());
  CHECK(queued->place == PlaceChange::kKeep);
  REQUIRE(queued->facts.size() == 1);  // who follows the events must hear of the other queue
  CHECK(queued->facts[0].kind == Fact::Kind::kReleased);
  CHECK(queued->facts[0].agent.empty());
}

TEST_CASE("Triage is decided by its owner and goes on with its tag", "[routing]") {
  WorkItem item = In(ItemState::kAccepted);
  CHECK(Refusal(DecideTriage(item, kLi, {"MARKETING", ""}, "marketing", kNow)) == "NOT_TRIAGE");
  item.kind = ItemKind::kTriage;
  CHECK(Refusal(DecideTriage(item, kWang, {"MARKETING", ""}, "marketing", kNow)) == "NOT_OWNER");
  const absl::StatusOr<Change> change = DecideTriage(item, kLi, {"MARKETING", ""}, "marketing", kNow);
  REQUIRE(change.ok());
  CHECK(change->next.kind == ItemKind::kHandleCase);
  CHECK(change->next.tag == Tag{"MARKETING", ""});
  CHECK(change->next.team == "marketing");
  CHECK(change->next.state == ItemState::kQueued);
  CHECK(change->facts[0].kind == Fact::Kind::kTriageDecided);
}

TEST_CASE("Completing frees the place; only an accepted item can be completed", "[routing]") {
  const absl::StatusOr<Change> change = Complete(In(ItemState::kAccepted), kLi, false, kNow);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kDone);
  CHECK(change->next.agent == "a-li");
  CHECK(change->place == PlaceChange::kFinish);
  CHECK(Refusal(Complete(In(ItemState::kOffered), kLi, false, kNow)) == "ILLEGAL_TRANSITION");
  CHECK(Refusal(Complete(In(ItemState::kDone), kLi, false, kNow)) == "ILLEGAL_TRANSITION");
}

TEST_CASE("What the case ends nobody completes, and the refusal names what ends it", "[routing]") {
  using Row = std::tuple<ItemKind, std::string>;
  const auto [kind, method] = GENERATE(table<ItemKind, std::string>({
      Row{ItemKind::kHandleCase, "CloseCase"},
      Row{ItemKind::kTriage, "CloseCase"},
      Row{ItemKind::kApprove, "DecideApproval"},
      Row{ItemKind::kCallBack, "RecordCallback"},
      Row{ItemKind::kDepartmentTask, "AnswerTask"},
  }));
  WorkItem item = In(ItemState::kAccepted);
  item.kind = kind;
  const absl::StatusOr<Change> live = Complete(item, kLi, true, kNow);
  CHECK(Refusal(live) == "ENDED_BY_ITS_CASE");
  CHECK(std::string(live.status().message()).find(method) != std::string::npos);
  CHECK(Refusal(Complete(item, kWang, true, kNow)) == "NOT_OWNER");
  CHECK(Complete(item, kLi, false, kNow).ok());
}

TEST_CASE("Nobody takes or is given an approval of their own plan, or one that they may not decide", "[routing]") {
  WorkItem item = In(ItemState::kQueued);
  item.kind = ItemKind::kApprove;
  item.supervisors_only = true;
  Candidate boss = Fit("a-boss");
  boss.supervisor = true;
  CHECK(Take(item, kBoss, boss, kNow).ok());
  boss.in_team = false;
  CHECK(Take(item, kBoss, boss, kNow).ok());  // any supervisor may, where supervisors decide
  item.team = kManagersTeam;
  CHECK(Refusal(Take(item, kBoss, boss, kNow)) == "NOT_IN_TEAM");
  item.team = kLegalTeam;
  item.supervisors_only = false;
  CHECK(Refusal(Take(item, kBoss, boss, kNow)) == "NOT_IN_TEAM");
  CHECK(Take(item, kLi, Fit("a-li"), kNow).ok());
  boss.in_team = boss.proposer = true;
  CHECK(Refusal(Take(item, kBoss, boss, kNow)) == "PROPOSER");
  CHECK(Refusal(HandOver(item, kBoss, {boss, "", {}}, kNow)) == "PROPOSER");
  item.supervisors_only = true;
  CHECK(Refusal(HandOver(item, kBoss, {Fit("a-li"), "", {}}, kNow)) == "NOT_SUPERVISOR");
}

TEST_CASE("A chat's offer ends sooner", "[routing]") {
  WorkItem item = In(ItemState::kQueued);
  CHECK(Offer(item, "a-li", {}, kNow)->next.offer_expire_time == kNow + absl::Seconds(60));
  item.channel = 4;
  CHECK(Offer(item, "a-li", {}, kNow)->next.offer_expire_time == kNow + absl::Seconds(20));
}

TEST_CASE("What an absent agent has goes back, offered or owned", "[routing]") {
  for (const ItemState state : {ItemState::kOffered, ItemState::kAccepted}) {
    const absl::StatusOr<Change> change = ReturnToQueue(In(state), kNow);
    REQUIRE(change.ok());
    CHECK(change->reason == ReleaseReason::kAgentOffline);
    CHECK(change->next.agent.empty());
  }
  CHECK(Refusal(ReturnToQueue(In(ItemState::kQueued), kNow)) == "ILLEGAL_TRANSITION");
  // What came after the agent had gone did not leave before it came.
  CHECK(ReturnToQueue(In(ItemState::kOffered), kNow - absl::Hours(1))->facts[0].time == kNow - absl::Seconds(10));
  CHECK(ReturnToQueue(In(ItemState::kAccepted), kNow - absl::Hours(1))->facts[0].time == kNow - absl::Seconds(5));
}

}  // namespace
}  // namespace redress::routing
