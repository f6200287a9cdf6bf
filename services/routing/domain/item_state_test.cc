#include "services/routing/domain/item_state.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <utility>

#include "libs/base/error.h"

namespace redress::routing {
namespace {

using S = ItemState;
using E = ItemEvent;

// Written out once more, apart from the table: every pair that is allowed, with its result.
const std::set<std::tuple<S, E, S>> kAllowed = {
    {S::kQueued, E::kOffer, S::kOffered},    {S::kQueued, E::kTake, S::kAccepted},   {S::kQueued, E::kMove, S::kQueued},
    {S::kQueued, E::kGive, S::kAccepted},    {S::kQueued, E::kRaise, S::kQueued},    {S::kOffered, E::kAccept, S::kAccepted},
    {S::kOffered, E::kDecline, S::kQueued},  {S::kOffered, E::kExpire, S::kQueued},  {S::kOffered, E::kReturn, S::kQueued},
    {S::kOffered, E::kMove, S::kQueued},     {S::kOffered, E::kGive, S::kAccepted},  {S::kOffered, E::kRaise, S::kOffered},
    {S::kAccepted, E::kReturn, S::kQueued},  {S::kAccepted, E::kMove, S::kQueued},   {S::kAccepted, E::kPropose, S::kOffered},
    {S::kAccepted, E::kGive, S::kAccepted},  {S::kAccepted, E::kDecide, S::kQueued}, {S::kAccepted, E::kComplete, S::kDone},
    {S::kAccepted, E::kRaise, S::kAccepted}, {S::kQueued, E::kTell, S::kQueued},     {S::kOffered, E::kTell, S::kOffered},
    {S::kAccepted, E::kTell, S::kAccepted},  {S::kQueued, E::kEnd, S::kDone},        {S::kOffered, E::kEnd, S::kDone},
    {S::kAccepted, E::kEnd, S::kDone},
};

TEST_CASE("Next allows exactly these transitions and no other", "[routing]") {
  std::set<std::tuple<S, E, S>> found;
  int forbidden = 0;
  for (const S from : kItemStates) {
    for (const E event : kItemEvents) {
      const absl::StatusOr<S> next = Next(from, event);
      if (next.ok()) {
        found.insert({from, event, *next});
        continue;
      }
      ++forbidden;
      CHECK(next.status().code() == absl::StatusCode::kFailedPrecondition);
      CHECK(ReasonOf(next.status()) == "ILLEGAL_TRANSITION");
    }
  }
  CHECK(found == kAllowed);
  CHECK(forbidden == static_cast<int>(kItemStates.size() * kItemEvents.size() - kAllowed.size()));
}

TEST_CASE("A pair of state and event stands in the table once", "[routing]") {
  std::set<std::pair<S, E>> seen;
  for (const Transition& transition : kItemTransitions) CHECK(seen.insert({transition.from, transition.event}).second);
}

TEST_CASE("A refusal names the legal moves", "[routing]") {
  const absl::Status status = Next(S::kOffered, E::kComplete).status();
  CHECK(std::string(status.message()).find("accept, decline, expire, return") != std::string::npos);
  CHECK(std::string(Next(S::kDone, E::kTake).status().message()).find("allowed: nothing") != std::string::npos);
  CHECK(LegalEvents(S::kDone).empty());
}

TEST_CASE("Words of states and kinds are read back", "[routing]") {
  for (const ItemKind kind : kItemKinds) CHECK(ItemKindOf(Word(kind)) == kind);
  CHECK_FALSE(ItemKindOf("handle_case").has_value());
  for (const S state : kItemStates) CHECK(ItemStateOf(Word(state)) == state);
  CHECK_FALSE(ItemStateOf("queued").has_value());
}

}  // namespace
}  // namespace redress::routing
