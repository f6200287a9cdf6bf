#include "services/casework/domain/change.h"

#include <catch2/catch.hpp>

#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;

TEST_CASE("A move changes the state, with its entry and its fact, or nothing at all", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    for (const Named<CaseEvent>& event : kWords<CaseEvent>) {
      CAPTURE(state.word, event.word);
      Change change = Unchanged(FileIn(state.value));
      const absl::StatusOr<S> to = Next(state.value, event.value, S::kInvestigating);
      const absl::Status moved = Move(&change, event.value, By(kOwner), S::kInvestigating);
      CHECK(moved.ok() == to.ok());
      CHECK(change.next.state == to.value_or(state.value));
      const size_t said = to.ok() && *to != state.value ? 1 : 0;
      REQUIRE(change.trail.size() == said);
      REQUIRE(change.facts.size() == said);
      CHECK(change.empty() == (said == 0));
      if (said == 0) continue;
      CHECK(change.trail[0].what == "STATE_CHANGED");
      CHECK(change.trail[0].from == state.word);
      CHECK(change.trail[0].to == Word(*to));
      CHECK(change.trail[0].actor == "agents/a-li");
      CHECK(change.facts[0].from == state.value);
      CHECK(change.facts[0].to == *to);
      CHECK(change.facts[0].actor == "agents/a-li");
    }
  }
}

TEST_CASE("What reopens loses its owner and begins its callbacks anew", "[casework]") {
  Change change = Unchanged(FileIn(S::kClosed));
  REQUIRE(Reopen(&change, CaseEvent::kRepeat, "REPEAT", "261122-00012399-55", By(kOwner)).ok());
  CHECK(change.next.state == S::kReopened);
  CHECK(change.next.owner.empty());
  CHECK(change.next.reopen_count == 1);
  CHECK_FALSE(change.next.execute_time.has_value());
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kCaseReopened});
  CHECK(change.facts[1].word == "REPEAT");
  CHECK(change.facts[1].id == "261122-00012399-55");
  Change refused = Unchanged(FileIn(S::kOpen));
  CHECK(ReasonOf(Reopen(&refused, CaseEvent::kRepeat, "REPEAT", "", By(kOwner))) == "ILLEGAL_TRANSITION");
  CHECK(refused.empty());
}

TEST_CASE("The owner and supervisors act on a case, nobody else; nobody owns a case without an owner", "[casework]") {
  CaseFile file = FileIn(S::kInvestigating);
  CHECK(CheckMayAct(file, kOwner).ok());
  CHECK(CheckMayAct(file, kSupervisor).ok());
  CHECK(ReasonOf(CheckMayAct(file, kOther)) == "NOT_OWNER");
  CHECK(ReasonOf(CheckMayAct(file, kCustomer)) == "NOT_OWNER");
  file.owner.clear();
  CHECK(ReasonOf(CheckMayAct(file, kCustomer)) == "NOT_OWNER");
  for (const Named<S>& state : kWords<S>) CHECK(CheckLive(FileIn(state.value)).ok() == IsLive(state.value));
}

TEST_CASE("A text has something in it, and an end", "[casework]") {
  CHECK(CheckText("reason", "催", 1).ok());
  CHECK(ViolationsOf(CheckText("reason", "　", 9))[0].field == "reason");
  CHECK_FALSE(CheckText("reason", "催办", 1).ok());
}

TEST_CASE("A colleague's reason is not for the customer, unless it was written for one; a party's own words are", "[casework]") {
  const auto shown = [](const Actor& actor, const char* why, bool shown_to_customer, bool why_for_customer) {
    Change change;
    Say(&change, {"ANYTHING", "", "", shown_to_customer, why_for_customer}, {actor, why, kNow});
    return change.trail[0].shown_to_customer;
  };
  CHECK(shown(kOwner, "", true, false));
  CHECK_FALSE(shown(kOwner, "他是职业打假人", true, false));
  CHECK(shown(kOwner, "对不起", true, true));
  CHECK(shown(kCustomer, "我不同意", true, false));
  CHECK_FALSE(shown(kOwner, "", false, false));
  CHECK_FALSE(shown(kOwner, "", false, true));
}

}  // namespace
}  // namespace redress::casework
