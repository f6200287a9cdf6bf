// The whole life of a grant as a table. A pair of state and event that is absent is forbidden; the refusal names the events that
// are allowed. An unknown outcome is no event: the grant stays PAYING until the platform knows.
#pragma once

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::compensation {

// As in the contract, number for number.
enum class GrantState { kCommitted = 1, kPaying, kPaid, kFailed, kReversed };

enum class GrantEvent {
  kAsk,      // the platform is asked, now or again
  kSucceed,  // the platform did it
  kFail,     // the platform refused for good
  kReverse,  // it is taken back
};

struct GrantTransition {
  GrantState from;
  GrantEvent event;
  GrantState to;
};

inline constexpr std::array kGrantTransitions = {
    GrantTransition{GrantState::kCommitted, GrantEvent::kAsk, GrantState::kPaying},
    GrantTransition{GrantState::kPaying, GrantEvent::kAsk, GrantState::kPaying},
    GrantTransition{GrantState::kPaying, GrantEvent::kSucceed, GrantState::kPaid},
    GrantTransition{GrantState::kPaying, GrantEvent::kFail, GrantState::kFailed},
    GrantTransition{GrantState::kPaid, GrantEvent::kReverse, GrantState::kReversed},
};

inline constexpr std::array kGrantStates = {GrantState::kCommitted, GrantState::kPaying, GrantState::kPaid, GrantState::kFailed,
                                            GrantState::kReversed};
inline constexpr std::array kGrantEvents = {GrantEvent::kAsk, GrantEvent::kSucceed, GrantEvent::kFail, GrantEvent::kReverse};

// The next state. FAILED_PRECONDITION, reason ILLEGAL_TRANSITION, whose message names the state and its legal events.
absl::StatusOr<GrantState> Next(GrantState from, GrantEvent event);

// What the platform's word about an outcome means for a grant in this state.
enum class Hearing {
  kNews,      // it moves the grant
  kKnown,     // it says what is known
  kContrary,  // it contradicts what is known, or is about something that was never asked: an alert, and no change
};
// `event` is kSucceed or kFail.
Hearing HearOutcome(GrantState state, GrantEvent event);

// True while the grant holds its entitlement.
inline bool IsLive(GrantState state) {
  return state == GrantState::kCommitted || state == GrantState::kPaying || state == GrantState::kPaid;
}

// `COMMITTED`, `ask`: the words of the contract, the schema and the docs.
absl::string_view Word(GrantState state);
absl::string_view Word(GrantEvent event);
absl::optional<GrantState> GrantStateOf(absl::string_view word);

}  // namespace redress::compensation
