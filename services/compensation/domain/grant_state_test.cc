#include "services/compensation/domain/grant_state.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <utility>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

using S = GrantState;
using E = GrantEvent;

TEST_CASE("Next allows exactly these transitions and no other", "[compensation]") {
  const std::map<std::pair<S, E>, S> allowed = {{{S::kCommitted, E::kAsk}, S::kPaying},
                                                {{S::kPaying, E::kAsk}, S::kPaying},
                                                {{S::kPaying, E::kSucceed}, S::kPaid},
                                                {{S::kPaying, E::kFail}, S::kFailed},
                                                {{S::kPaid, E::kReverse}, S::kReversed}};
  for (const S from : kGrantStates) {
    for (const E event : kGrantEvents) {
      const auto next = Next(from, event);
      const auto expected = allowed.find({from, event});
      INFO(Word(from) << " " << Word(event));
      if (expected != allowed.end()) {
        REQUIRE(next.ok());
        CHECK(*next == expected->second);
      } else {
        CHECK(next.status().code() == absl::StatusCode::kFailedPrecondition);
        CHECK(ReasonOf(next.status()) == "ILLEGAL_TRANSITION");
      }
    }
  }
}

TEST_CASE("A refused move names what is legal", "[compensation]") {
  CHECK(std::string(Next(S::kPaying, E::kReverse).status().message()).find("PAYING") != std::string::npos);
  CHECK(std::string(Next(S::kPaying, E::kReverse).status().message()).find("allowed: ask, succeed, fail") != std::string::npos);
  CHECK(std::string(Next(S::kFailed, E::kAsk).status().message()).find("allowed: nothing") != std::string::npos);
}

TEST_CASE("An outcome is news once, then known, and never the other one", "[compensation]") {
  const auto [state, success, failure] =
      GENERATE(table<S, Hearing, Hearing>({{S::kCommitted, Hearing::kContrary, Hearing::kContrary},
                                           {S::kPaying, Hearing::kNews, Hearing::kNews},
                                           {S::kPaid, Hearing::kKnown, Hearing::kContrary},
                                           {S::kFailed, Hearing::kContrary, Hearing::kKnown},
                                           {S::kReversed, Hearing::kKnown, Hearing::kContrary}}));
  INFO(Word(state));
  CHECK(HearOutcome(state, E::kSucceed) == success);
  CHECK(HearOutcome(state, E::kFail) == failure);
}

TEST_CASE("A grant holds its entitlement until it failed or was reversed", "[compensation]") {
  for (const S state : kGrantStates) CHECK(IsLive(state) == (state != S::kFailed && state != S::kReversed));
}

TEST_CASE("States find back from their words", "[compensation]") {
  for (const S state : kGrantStates) CHECK(GrantStateOf(Word(state)) == state);
  CHECK_FALSE(GrantStateOf("DONE").has_value());
}

}  // namespace
}  // namespace redress::compensation
