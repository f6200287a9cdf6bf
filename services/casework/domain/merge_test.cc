#include "services/casework/domain/merge.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using S = CaseState;

MergeFacts FactsOf(const std::string& number, S state = S::kInvestigating) {
  MergeFacts facts;
  facts.number = number;
  facts.state = state;
  return facts;
}

std::string Refusal(const MergeFacts& loser, const MergeFacts& winner) {
  return ReasonOf(CheckMerge(loser, winner));
}

TEST_CASE("Every pair of states: a case merges where the table lets it, into one that is live", "[casework]") {
  for (const Named<S>& loser : kWords<S>) {
    for (const Named<S>& winner : kWords<S>) {
      CAPTURE(loser.word, winner.word);
      const bool may = Next(loser.value, CaseEvent::kMerge).ok() && IsLive(winner.value);
      const std::string reason = Refusal(FactsOf("c-1", loser.value), FactsOf("c-2", winner.value));
      CHECK(reason == (may ? "" : winner.value == S::kMerged ? "MERGE_CHAIN" : "ILLEGAL_TRANSITION"));
    }
  }
}

TEST_CASE("There are no chains: neither into a merged case, nor of one that took others in", "[casework]") {
  MergeFacts merged = FactsOf("c-2", S::kMerged);
  merged.merged_into = "c-3";
  CHECK(std::string(CheckMerge(FactsOf("c-1"), merged).message()).find("cases/c-3") != std::string::npos);
  MergeFacts absorber = FactsOf("c-1");
  absorber.absorbed = {"c-7"};
  CHECK(Refusal(absorber, FactsOf("c-2")) == "MERGE_CHAIN");
  CHECK(Refusal(FactsOf("c-2"), absorber).empty());
}

TEST_CASE("A case with money under way is not merged, whatever its state; the other one may have some", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    MergeFacts paying = FactsOf("c-1", state.value);
    paying.grant_in_flight = true;
    CHECK(Refusal(paying, FactsOf("c-2")) == "GRANTS_IN_FLIGHT");
  }
  MergeFacts paying = FactsOf("c-2", S::kExecuting);
  paying.grant_in_flight = true;
  CHECK(Refusal(FactsOf("c-1"), paying).empty());
}

TEST_CASE("A case does not merge with itself", "[casework]") {
  CHECK(Refusal(FactsOf("c-1"), FactsOf("c-1")) == "MERGE_WITH_ITSELF");
}

TEST_CASE("Undoing a merge leads back to where the case was, from nowhere else", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    for (const Named<S>& former : kWords<S>) {
      const absl::StatusOr<S> back = CheckUnmerge(FactsOf("c-1", state.value), former.value);
      const bool was_mergeable = Next(former.value, CaseEvent::kMerge).ok();
      CHECK(back.ok() == (state.value == S::kMerged && was_mergeable));
      if (back.ok()) CHECK(*back == former.value);
    }
  }
}

}  // namespace
}  // namespace redress::casework
