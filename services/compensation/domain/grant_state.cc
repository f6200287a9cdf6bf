#include "services/compensation/domain/grant_state.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"

namespace redress::compensation {
namespace {

constexpr std::array<absl::string_view, 5> kStateWords = {"COMMITTED", "PAYING", "PAID", "FAILED", "REVERSED"};
constexpr std::array<absl::string_view, 4> kEventWords = {"ask", "succeed", "fail", "reverse"};

}  // namespace

absl::StatusOr<GrantState> Next(GrantState from, GrantEvent event) {
  std::vector<absl::string_view> legal;
  for (const GrantTransition& transition : kGrantTransitions) {
    if (transition.from != from) continue;
    if (transition.event == event) return transition.to;
    legal.push_back(Word(transition.event));
  }
  return Error(absl::StatusCode::kFailedPrecondition, "ILLEGAL_TRANSITION",
               absl::StrCat("a grant that is ", Word(from), " does not allow `", Word(event),
                            "`; allowed: ", legal.empty() ? "nothing" : absl::StrJoin(legal, ", ")));
}

Hearing HearOutcome(GrantState state, GrantEvent event) {
  const bool done = event == GrantEvent::kSucceed;
  switch (state) {
    case GrantState::kPaying:
      return Hearing::kNews;
    case GrantState::kPaid:
    case GrantState::kReversed:
      return done ? Hearing::kKnown : Hearing::kContrary;
    case GrantState::kFailed:
      return done ? Hearing::kContrary : Hearing::kKnown;
    case GrantState::kCommitted:
      break;
  }
  return Hearing::kContrary;
}

absl::string_view Word(GrantState state) {
  return kStateWords[static_cast<size_t>(state) - 1];
}

absl::string_view Word(GrantEvent event) {
  return kEventWords[static_cast<size_t>(event)];
}

absl::optional<GrantState> GrantStateOf(absl::string_view word) {
  for (const GrantState state : kGrantStates) {
    if (Word(state) == word) return state;
  }
  return absl::nullopt;
}

}  // namespace redress::compensation
