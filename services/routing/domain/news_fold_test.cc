#include "services/routing/domain/news_fold.h"

#include <catch2/catch.hpp>

#include "services/routing/domain/item_state.h"
#include "services/routing/domain/test_cases.h"

namespace redress::routing {
namespace {

using N = CaseNews::Kind;
using Kinds = std::vector<Fact::Kind>;

CaseNews Approval(Approver approver, const std::string& subject = "a1") {
  CaseNews news = News(N::kApprovalRequested);
  news.subject = subject;
  news.approver = approver;
  news.proposer = "a-li";
  news.due_time = kNow + absl::Hours(4);
  return news;
}

CaseNews About(N kind, const std::string& subject) {
  CaseNews news = News(kind);
  news.subject = subject;
  return news;
}

CaseNews Tagged(const Tag& tag, const std::string& team) {
  CaseNews news = News(N::kTagged);
  news.tag = tag;
  news.team = team;
  return news;
}

CaseNews Moved(bool waiting) {
  CaseNews news = News(N::kMoved);
  news.waiting = waiting;
  return news;
}

// The main item of c1, and one about `subject` in another state.
KnownCases WithPart(ItemKind kind, const std::string& subject, ItemState state) {
  WorkItem part = ItemIn(state, "a-boss");
  part.id = "c1-2";
  part.kind = kind;
  part.subject = subject;
  return Known({ItemIn(ItemState::kAccepted), part});
}

TEST_CASE("That a case was opened is noted, and does nothing to its items", "[routing]") {
  const Folded folded = FoldAll({News(N::kOpened)}, Known({ItemIn(ItemState::kQueued)}));
  CHECK(folded.changed.empty());
  CHECK(folded.facts.empty());
  REQUIRE(folded.standings.size() == 1);
  CHECK(IsLive(folded.standings[0]));
  CHECK(folded.standings[0].partition == 7);
  // Also before intake's complaint is known here.
  CHECK(FoldAll({News(N::kOpened)}).created.empty());
}

TEST_CASE("A plan to be approved is an item for those who may decide, and never for its proposer", "[routing]") {
  using Row = std::tuple<Approver, std::string, bool>;
  const auto [approver, team, supervisors_only] = GENERATE(table<Approver, std::string, bool>({
      Row{Approver::kSupervisor, "logistics", true},
      Row{Approver::kManager, "managers", true},
      Row{Approver::kLegal, "legal", false},
  }));
  const Folded folded = FoldAll({Approval(approver)}, Known({ItemIn(ItemState::kAccepted)}));
  REQUIRE(folded.created.size() == 1);
  const WorkItem& item = folded.created[0];
  CHECK(item.id == "c1-2");
  CHECK(item.kind == ItemKind::kApprove);
  CHECK(item.subject == "a1");
  CHECK(item.team == team);
  CHECK(item.supervisors_only == supervisors_only);
  CHECK(item.proposer == "a-li");
  CHECK(item.severity == Severity::kUrgent);
  CHECK(item.due_time == kNow + absl::Hours(4));
  CHECK(item.received_time == kThen);
  CHECK(item.prediction.empty());
  REQUIRE(KindsOf(folded) == Kinds{Fact::Kind::kCreated});
  CHECK(folded.facts[0].prediction.empty());
  CHECK(folded.changed.empty());
}

TEST_CASE("Without a team of managers an approval waits where people look for what has no place", "[routing]") {
  FoldFacts facts = TestFacts();
  facts.known_teams.erase("managers");
  CHECK(FoldAll({Approval(Approver::kManager)}, Known({ItemIn(ItemState::kAccepted)}), facts).created[0].team == kIntakeTeam);
}

TEST_CASE("What is decided, answered or settled ends its item in any state, and none that has ended", "[routing]") {
  using Row = std::tuple<ItemKind, N, std::string>;
  const auto [kind, news, subject] = GENERATE(table<ItemKind, N, std::string>({
      Row{ItemKind::kApprove, N::kApprovalEnded, "a1"},
      Row{ItemKind::kDepartmentTask, N::kTaskAnswered, "t1"},
      Row{ItemKind::kCallBack, N::kCallbackMade, "0"},
  }));
  const ItemState state = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted, ItemState::kDone);
  CaseNews told = About(news, subject);
  told.settled = true;
  const Folded folded = FoldAll({told}, WithPart(kind, subject, state));
  if (state == ItemState::kDone) {
    CHECK(folded.changed.empty());
    CHECK(folded.facts.empty());
    return;
  }
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.id == "c1-2");
  CHECK(folded.changed[0].next.state == ItemState::kDone);
  CHECK(folded.changed[0].next.done_time == kThen);
  REQUIRE(KindsOf(folded) == Kinds{Fact::Kind::kDone});
  CHECK(folded.facts[0].fact.agent == (state == ItemState::kAccepted ? "a-boss" : ""));
  told.subject = "9";  // another part of the case
  CHECK(FoldAll({told}, WithPart(kind, subject, state)).changed.empty());
}

TEST_CASE("A task is an item only where its department works with routing", "[routing]") {
  CaseNews task = About(N::kTaskAssigned, "t1");
  task.due_time = kNow + absl::Hours(24);
  task.team = "dept-warehouse";
  const Folded folded = FoldAll({task}, Known({ItemIn(ItemState::kAccepted)}));
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].kind == ItemKind::kDepartmentTask);
  CHECK(folded.created[0].team == "dept-warehouse");
  CHECK(folded.created[0].subject == "t1");
  CHECK(folded.created[0].due_time == task.due_time);
  task.team = "dept-hr";
  CHECK(FoldAll({task}, Known({ItemIn(ItemState::kAccepted)})).created.empty());
}

TEST_CASE("A callback is for the owner of the case first; another attempt of the round is the same item", "[routing]") {
  CaseNews due = News(N::kCallbackDue);
  due.due_time = kNow + absl::Hours(48);
  const KnownCases known = Known({ItemIn(ItemState::kAccepted)});
  const Folded first = FoldAll({due}, known);
  REQUIRE(first.created.size() == 1);
  CHECK(first.created[0].kind == ItemKind::kCallBack);
  CHECK(first.created[0].subject == "0");
  CHECK(first.created[0].preferred == "a-li");
  CHECK(first.created[0].due_time == due.due_time);

  CaseNews not_reached = About(N::kCallbackMade, "0");
  CaseNews again = due;
  again.due_time = kNow + absl::Hours(52);
  const Folded second = FoldAll({not_reached, again}, After(known, first));
  CHECK(second.created.empty());
  REQUIRE(second.changed.size() == 1);
  CHECK(second.changed[0].next.due_time == again.due_time);
  CHECK(second.changed[0].next.state == ItemState::kQueued);
  CHECK(second.facts.empty());

  // Who was only offered the case does not own it.
  CHECK(FoldAll({due}, Known({ItemIn(ItemState::kOffered)})).created[0].preferred.empty());
  CHECK(FoldAll({due}, Known({ItemIn(ItemState::kDone)})).created[0].preferred == "a-li");
}

TEST_CASE("When a case is over all its items are, whoever has them", "[routing]") {
  const ItemState main = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted, ItemState::kDone);
  const ItemState part = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted, ItemState::kDone);
  KnownCases known = WithPart(ItemKind::kApprove, "a1", part);
  known.items["c1"][0] = ItemIn(main);
  const Folded folded = FoldAll({News(N::kClosed)}, known);
  const size_t open = (main == ItemState::kDone ? 0 : 1) + (part == ItemState::kDone ? 0 : 1);
  CHECK(folded.changed.size() == open);
  CHECK(folded.facts.size() == open);
  for (const Change& change : folded.changed) CHECK(change.next.state == ItemState::kDone);
  REQUIRE(folded.standings.size() == 1);
  CHECK(folded.standings[0].over);
}

TEST_CASE("A case that reopens is a supervisor's, also where the complaint that came again was first", "[routing]") {
  using Row = std::tuple<ItemState, std::string, ItemState>;
  const auto [state, agent, then] = GENERATE(table<ItemState, std::string, ItemState>({
      Row{ItemState::kQueued, "", ItemState::kQueued},
      Row{ItemState::kOffered, "a-li", ItemState::kQueued},
      Row{ItemState::kOffered, "a-boss", ItemState::kOffered},
      Row{ItemState::kAccepted, "a-li", ItemState::kQueued},
      Row{ItemState::kAccepted, "a-boss", ItemState::kAccepted},
  }));
  const Folded folded = FoldAll({News(N::kReopened)}, Known({ItemIn(state, agent)}));
  CHECK(folded.created.empty());
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.supervisors_only);
  CHECK(folded.changed[0].next.state == then);
  CHECK(folded.standings.back().reopen_count == 1);
  CHECK_FALSE(folded.standings.back().over);
}

TEST_CASE("A case that reopens without an item gets one, as urgent as it ever was", "[routing]") {
  WorkItem former = ItemIn(ItemState::kDone);
  former.vip_level = 2;
  WorkItem critical = former;
  critical.id = "c1-2";
  critical.kind = ItemKind::kApprove;
  critical.subject = "a1";
  critical.severity = Severity::kCritical;
  CaseNews reopened = News(N::kReopened);
  reopened.complaint = "c8";
  const Folded folded = FoldAll({reopened}, Known({former, critical}));
  REQUIRE(folded.created.size() == 1);
  const WorkItem& item = folded.created[0];
  CHECK(item.id == "c1-3");
  CHECK(item.kind == ItemKind::kHandleCase);
  CHECK(item.complaint == "c8");
  CHECK(item.severity == Severity::kCritical);
  CHECK(item.supervisors_only);
  CHECK(item.vip_level == 2);
  CHECK(item.tag == former.tag);
  CHECK(item.received_time == kThen);
  CHECK(item.agent.empty());
  CHECK(folded.facts[0].prediction == "p-c1");
}

TEST_CASE("Reopening ends the callback of its round; the next round is another item", "[routing]") {
  const KnownCases known = WithPart(ItemKind::kCallBack, "0", ItemState::kOffered);
  const Folded folded = FoldAll({News(N::kReopened), News(N::kCallbackDue)}, known);
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].subject == "1");
  CHECK(KindsOf(folded) == Kinds{Fact::Kind::kDone, Fact::Kind::kReleased, Fact::Kind::kCreated});
}

TEST_CASE("A case that becomes part of another one has no items; the other is as severe as it was", "[routing]") {
  const ItemState state = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted);
  CaseNews merged = News(N::kMerged);
  merged.other = "c5";
  WorkItem winner = ItemIn(state);
  winner.id = "c5-1";
  winner.case_number = winner.complaint = "c5";
  winner.severity = Severity::kOrdinary;
  const Folded folded = FoldAll({merged}, Known({ItemIn(ItemState::kAccepted), winner}));
  REQUIRE(folded.changed.size() == 2);
  CHECK(folded.changed[0].next.state == ItemState::kDone);
  CHECK(folded.changed[1].next.severity == Severity::kUrgent);
  CHECK(folded.changed[1].next.state == state);
  CHECK(folded.standings.back().merged_into == "c5");

  KnownCases critical = Known({ItemIn(ItemState::kAccepted), winner});
  critical.items["c1"][0].severity = Severity::kCritical;
  CHECK(FoldAll({merged}, critical).changed[1].next.state == ItemState::kQueued);  // a supervisor's now

  winner.severity = Severity::kUrgent;
  CHECK(FoldAll({merged}, Known({ItemIn(ItemState::kAccepted), winner})).changed.size() == 1);
  CHECK(FoldAll({merged}, Known({ItemIn(ItemState::kAccepted)})).changed.size() == 1);
}

TEST_CASE("A merge that is undone gives the case back to whom it had, or to its team", "[routing]") {
  KnownCases known = Known({ItemIn(ItemState::kDone)});
  known.standings["c1"] = {.number = "c1", .partition = 7, .told = true, .merged_into = "c5"};
  const Folded folded = FoldAll({News(N::kUnmerged)}, known);
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].kind == ItemKind::kHandleCase);
  CHECK(folded.created[0].preferred == "a-li");
  CHECK_FALSE(folded.created[0].supervisors_only);
  CHECK(IsLive(folded.standings.back()));
  CaseNews closed = News(N::kUnmerged);
  closed.over = true;
  CHECK(FoldAll({closed}, known).created.empty());
}

TEST_CASE("The case's item follows the tag of record in any state", "[routing]") {
  using Row = std::tuple<ItemState, std::string, ItemState>;
  const auto [state, agent, then] = GENERATE(table<ItemState, std::string, ItemState>({
      Row{ItemState::kQueued, "", ItemState::kQueued}, Row{ItemState::kOffered, "a-boss", ItemState::kQueued},
      Row{ItemState::kAccepted, "a-li", ItemState::kQueued},
      Row{ItemState::kAccepted, "a-boss", ItemState::kAccepted},  // is of the other team, too
  }));
  const Folded folded = FoldAll({Tagged({"MARKETING", ""}, "marketing")}, Known({ItemIn(state, agent)}));
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.team == "marketing");
  CHECK(folded.changed[0].next.state == then);
  // The tag that it has already, an unknown team, an item that is done.
  CHECK(FoldAll({Tagged({"LOGISTICS", "LOST"}, "logistics")}, Known({ItemIn(state, agent)})).changed.empty());
  CHECK(FoldAll({Tagged({"NEW", ""}, "new")}, Known({ItemIn(state, agent)})).changed[0].next.team == kIntakeTeam);
  CHECK(FoldAll({Tagged({"MARKETING", ""}, "marketing")}, Known({ItemIn(ItemState::kDone)})).changed.empty());
}

TEST_CASE("A case that waits keeps its item, and what is accepted meanwhile waits too", "[routing]") {
  const ItemState state = GENERATE(ItemState::kQueued, ItemState::kOffered, ItemState::kAccepted);
  const Folded waits = FoldAll({Moved(true)}, Known({ItemIn(state)}));
  REQUIRE(waits.changed.size() == 1);
  CHECK(waits.changed[0].next.waiting);
  CHECK(waits.changed[0].next.state == state);
  CHECK(waits.changed[0].place == (state == ItemState::kAccepted ? PlaceChange::kWait : PlaceChange::kKeep));
  CHECK(waits.standings.back().waiting);
  CHECK(FoldAll({Moved(false)}, Known({ItemIn(state)})).changed.empty());  // another step of the same work
  const Folded goes_on = FoldAll({Moved(false)}, After(Known({ItemIn(state)}), waits));
  REQUIRE(goes_on.changed.size() == 1);
  CHECK_FALSE(goes_on.changed[0].next.waiting);
  CHECK(FoldAll({Moved(true)}, Known({ItemIn(ItemState::kDone)})).changed.empty());
}

}  // namespace
}  // namespace redress::routing
