#include "services/routing/domain/intake_fold.h"

#include <catch2/catch.hpp>

#include "services/routing/domain/test_cases.h"

namespace redress::routing {
namespace {

using Kinds = std::vector<Fact::Kind>;

TEST_CASE("A complaint opens one item for its case", "[routing]") {
  const Folded folded = FoldAll({Complaint("c1", "c1", Severity::kUrgent)});
  REQUIRE(folded.created.size() == 1);
  const WorkItem& item = folded.created[0];
  CHECK(item.id == "c1-1");
  CHECK(item.team == "logistics");
  CHECK(item.state == ItemState::kQueued);
  CHECK(item.severity == Severity::kUrgent);
  CHECK_FALSE(item.supervisors_only);
  CHECK(item.partition == 7);
  CHECK(item.create_time == kNow);
  CHECK(folded.changed.empty());
  REQUIRE(KindsOf(folded) == Kinds{Fact::Kind::kCreated});
  CHECK(folded.facts[0].prediction == "p-c1");
}

TEST_CASE("A critical complaint is a supervisor's from the start", "[routing]") {
  CHECK(FoldAll({Complaint("c1", "c1", Severity::kCritical)}).created[0].supervisors_only);
}

TEST_CASE("Within one batch the same matter raises the item that the batch has just made", "[routing]") {
  const Folded folded = FoldAll({Complaint("c1", "c1"), Complaint("c2", "c1", Severity::kCritical), Urge("c1")});
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.changed.empty());
  CHECK(folded.created[0].raise_count == 2);
  CHECK(folded.created[0].severity == Severity::kCritical);
  CHECK(folded.created[0].supervisors_only);
  REQUIRE(KindsOf(folded) == Kinds{Fact::Kind::kCreated, Fact::Kind::kRaised, Fact::Kind::kRaised});
  CHECK(folded.facts[1].complaint == "c2");
  CHECK(folded.facts[1].prediction == "p-c2");
  CHECK(folded.facts[1].item.raise_count == 1);
  CHECK(folded.facts[2].complaint.empty());
  CHECK(folded.facts[2].item.raise_count == 2);
}

TEST_CASE("The severity of a case is the highest of its complaints and never falls", "[routing]") {
  const Folded folded = FoldAll({Complaint("c2", "c1", Severity::kOrdinary)}, Known({ItemIn(ItemState::kOffered)}));
  REQUIRE(folded.changed.size() == 1);
  const WorkItem& item = folded.changed[0].next;
  CHECK(item.severity == Severity::kUrgent);
  CHECK(item.raise_count == 1);
  CHECK(item.version == 6);
  CHECK(item.state == ItemState::kOffered);
  CHECK(item.agent == "a-li");
  CHECK(folded.changed[0].place == PlaceChange::kKeep);
}

TEST_CASE("What becomes critical leaves whoever is no supervisor", "[routing]") {
  const ItemState state = GENERATE(ItemState::kOffered, ItemState::kAccepted);
  const Folded folded = FoldAll({Complaint("c2", "c1", Severity::kCritical)}, Known({ItemIn(state)}));
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.state == ItemState::kQueued);
  CHECK(folded.changed[0].next.supervisors_only);
  CHECK(folded.changed[0].place == PlaceChange::kRelease);
  CHECK(folded.changed[0].reason == ReleaseReason::kCaseChanged);
  CHECK(KindsOf(folded) == Kinds{Fact::Kind::kRaised, Fact::Kind::kReleased});

  const Folded kept = FoldAll({Complaint("c2", "c1", Severity::kCritical)}, Known({ItemIn(state, "a-boss")}));
  CHECK(kept.changed[0].next.state == state);
  CHECK(kept.changed[0].next.agent == "a-boss");
  CHECK(kept.changed[0].place == PlaceChange::kKeep);

  // Once it is a supervisor's, whom a supervisor gave it to keeps it, however often the customer comes again.
  WorkItem given = ItemIn(state);
  given.severity = Severity::kCritical;
  given.supervisors_only = true;
  CHECK(FoldAll({Complaint("c2", "c1", Severity::kCritical)}, Known({given})).changed[0].next.agent == "a-li");
}

TEST_CASE("After the work is done, whatever comes makes a new item", "[routing]") {
  const CaseInput input = GENERATE(Complaint("c2", "c1"), Urge("c1"));
  WorkItem done = ItemIn(ItemState::kDone);
  done.team = "marketing";
  const Folded folded = FoldAll({input}, Known({done}));
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].id == "c1-2");
  CHECK(folded.created[0].state == ItemState::kQueued);
  CHECK(folded.created[0].agent.empty());
  CHECK(folded.created[0].severity == Severity::kUrgent);
  CHECK(folded.created[0].version == 1);
  CHECK(folded.created[0].team == (input.complaint.empty() ? "marketing" : "logistics"));
}

TEST_CASE("Items about parts of a case are neither raised nor taken for the case itself", "[routing]") {
  WorkItem approval = ItemIn(ItemState::kQueued);
  approval.id = "c1-2";
  approval.kind = ItemKind::kApprove;
  approval.subject = "a1";
  const Folded raised = FoldAll({Urge("c1")}, Known({ItemIn(ItemState::kAccepted), approval}));
  REQUIRE(raised.changed.size() == 1);
  CHECK(raised.changed[0].next.id == "c1-1");
  const Folded again = FoldAll({Urge("c1")}, Known({ItemIn(ItemState::kDone), approval}));
  REQUIRE(again.created.size() == 1);
  CHECK(again.created[0].id == "c1-3");
  CHECK(again.created[0].kind == ItemKind::kHandleCase);
  CHECK(again.created[0].subject.empty());
}

TEST_CASE("Asking again about a case that nobody knows goes to a person", "[routing]") {
  const Folded folded = FoldAll({Urge("c9")});
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].kind == ItemKind::kTriage);
  CHECK(folded.created[0].team == kIntakeTeam);
  CHECK(folded.created[0].complaint == "c9");
}

TEST_CASE("Cases do not touch each other", "[routing]") {
  const Folded folded = FoldAll({Complaint("c1", "c1"), Complaint("c3", "c3"), Complaint("c2", "c1"), Urge("c3")});
  REQUIRE(folded.created.size() == 2);
  CHECK(folded.created[0].raise_count == 1);
  CHECK(folded.created[1].raise_count == 1);
}

TEST_CASE("What comes about a case that became part of another one is about that", "[routing]") {
  KnownCases known = Known({ItemIn(ItemState::kDone)});
  known.standings["c1"] = {.number = "c1", .partition = 7, .told = true, .merged_into = "c5"};
  known.standings["c5"] = {.number = "c5", .partition = 9, .told = true};
  std::vector<CaseMessage> messages = {Complaint("c2", "c1")};
  SECTION("and raises its item") {
    WorkItem winner = ItemIn(ItemState::kAccepted);
    winner.id = "c5-1";
    winner.case_number = winner.complaint = "c5";
    winner.partition = 9;
    known.items["c5"] = {winner};
    const Folded folded = Fold(&messages, known, TestFacts(), kNow);
    REQUIRE(folded.changed.size() == 1);
    CHECK(folded.changed[0].next.id == "c5-1");
    CHECK(folded.facts[0].complaint == "c2");
  }
  SECTION("or opens one there, in its partition") {
    const Folded folded = Fold(&messages, known, TestFacts(), kNow);
    REQUIRE(folded.created.size() == 1);
    CHECK(folded.created[0].id == "c5-1");
    CHECK(folded.created[0].partition == 9);
  }
  CHECK(std::get<CaseInput>(messages[0]).case_number == "c5");
}

TEST_CASE("A complaint that leaves a case which is over takes its item along; of a live one it does not", "[routing]") {
  CaseInput unlinked = Complaint("c2", "c2");
  unlinked.cause += "/unlinked";
  unlinked.unlinked = true;
  unlinked.former_case = "c1";
  WorkItem opened = ItemIn(ItemState::kOffered);
  opened.id = "c1-2";
  opened.complaint = "c2";
  KnownCases known = Known({ItemIn(ItemState::kDone), opened});
  known.standings["c1"] = {.number = "c1", .partition = 7, .told = true, .over = true};
  const Folded folded = FoldAll({unlinked}, known);
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.state == ItemState::kDone);
  CHECK(folded.changed[0].next.agent.empty());
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].id == "c2-1");

  known.standings["c1"].over = false;
  CHECK(FoldAll({unlinked}, known).changed.empty());
  known.standings["c1"].over = true;
  known.items["c1"][1].complaint = "c9";  // another complaint opened it
  CHECK(FoldAll({unlinked}, known).changed.empty());
}

TEST_CASE("An item that is made while its case waits does not count as work in hand either", "[routing]") {
  KnownCases known = Known({ItemIn(ItemState::kDone)});
  known.standings["c1"] = {.number = "c1", .partition = 7, .told = true, .waiting = true};
  CHECK(FoldAll({Urge("c1")}, known).created[0].waiting);
}

}  // namespace
}  // namespace redress::routing
