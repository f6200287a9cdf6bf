#include "services/routing/domain/case_book.h"

#include <catch2/catch.hpp>

#include "services/routing/domain/case_moves.h"
#include "services/routing/domain/test_cases.h"

namespace redress::routing {
namespace {

TEST_CASE("Several changes of one item become one, from its first version to its last", "[routing]") {
  CaseBook book(Known({ItemIn(ItemState::kAccepted)}), kNow);
  book.Commit(SetWaiting(*book.OpenMain("c1"), true, kThen));
  book.Commit(SendBack(*book.OpenMain("c1"), kThen));
  book.Commit(End(*book.OpenMain("c1"), kNow));
  const Folded folded = std::move(book).Take();
  REQUIRE(folded.changed.size() == 1);
  CHECK(folded.changed[0].next.version == 8);
  CHECK(folded.changed[0].next.state == ItemState::kDone);
  CHECK(folded.changed[0].next.agent.empty());
  CHECK(folded.changed[0].place == PlaceChange::kRelease);  // it was nobody's when it ended
  CHECK(folded.changed[0].place_time == kThen);
  CHECK(KindsOf(folded) == std::vector<Fact::Kind>{Fact::Kind::kReleased, Fact::Kind::kDone});
  CHECK(folded.facts[0].item.state == ItemState::kQueued);
}

TEST_CASE("What waits and goes on within a batch ends where it is now", "[routing]") {
  CaseBook book(Known({ItemIn(ItemState::kAccepted)}), kNow);
  book.Commit(SetWaiting(*book.OpenMain("c1"), true, kThen));
  book.Commit(SetWaiting(*book.OpenMain("c1"), false, kNow));
  const Folded folded = std::move(book).Take();
  CHECK(folded.changed[0].place == PlaceChange::kResume);
  CHECK(folded.changed[0].place_time == kNow);
}

TEST_CASE("A change that was refused changes nothing", "[routing]") {
  CaseBook book(Known({ItemIn(ItemState::kDone)}), kNow);
  book.Commit(End(ItemIn(ItemState::kDone), kNow));
  const Folded folded = std::move(book).Take();
  CHECK(folded.changed.empty());
  CHECK(folded.facts.empty());
}

TEST_CASE("A new item has the next id of its case and its partition, and is stored as it is in the end", "[routing]") {
  WorkItem made = ItemIn(ItemState::kQueued);
  made.partition = 3;
  made.severity = Severity::kCritical;
  CaseBook book(Known({ItemIn(ItemState::kDone)}), kNow);
  book.Create(made);
  CHECK(book.OpenMain("c1")->id == "c1-2");
  book.Commit(End(*book.OpenMain("c1"), kNow));
  CHECK_FALSE(book.OpenMain("c1").has_value());
  CHECK(book.NewestMain("c1")->id == "c1-2");
  const Folded folded = std::move(book).Take();
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].state == ItemState::kDone);
  CHECK(folded.created[0].partition == 7);
  CHECK(folded.created[0].supervisors_only);
  CHECK(folded.changed.empty());
}

TEST_CASE("A case is followed to where it is worked on, and no loop holds anybody", "[routing]") {
  CaseBook book({}, kNow);
  CHECK(book.Follow("c1") == "c1");
  CHECK_FALSE(book.StandingOf("c1").told);
  book.Put({.number = "c1", .told = true, .merged_into = "c2"});
  CHECK(book.Follow("c1") == "c2");
  book.Put({.number = "c2", .told = true, .merged_into = "c1"});
  CHECK_FALSE(book.Follow("c1").empty());
  CHECK_FALSE(IsLive(book.StandingOf("c1")));
  book.Put({.number = "c1", .told = true});
  CHECK(IsLive(book.StandingOf("c1")));
  CHECK(std::move(book).Take().standings.size() == 2);  // one a case, the last of each
}

}  // namespace
}  // namespace redress::routing
