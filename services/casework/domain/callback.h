// The call back after a plan was executed (domain.md §5): three attempts, satisfied, not, or not reached; not satisfied reopens
// the case once. Pure functions, thread safe. The figures are policy, in business time.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/time.h"
#include "services/casework/domain/case_state.h"

namespace redress::casework {

// The values are those of the contract.
enum class CallbackOutcome { kSatisfied = 1, kNotSatisfied = 2, kNotReached = 3 };

template <>
inline constexpr std::array kWords<CallbackOutcome> = {
    Named<CallbackOutcome>{CallbackOutcome::kSatisfied, "SATISFIED"},
    Named<CallbackOutcome>{CallbackOutcome::kNotSatisfied, "NOT_SATISFIED"},
    Named<CallbackOutcome>{CallbackOutcome::kNotReached, "NOT_REACHED"},
};

struct Callback {
  int round = 0;    // how often the case had been reopened: attempts count anew in each
  int attempt = 0;  // from 1 within the round
  CallbackOutcome outcome = CallbackOutcome::kNotReached;
  std::string agent;  // bare id
  BusinessTime call_time;
  friend bool operator==(const Callback&, const Callback&) = default;
};

struct CallbackPolicy {
  int attempts = 3;
  std::array<absl::Duration, 3> due_within = {absl::Hours(48), absl::Hours(24), absl::Hours(24)};  // by severity
  absl::Duration again_after = absl::Hours(4);  // after an attempt that reached nobody
};

// Where the callback of a round stands.
struct CallbackStanding {
  enum class Kind { kDue, kSatisfied, kNotSatisfied, kUnreached };
  Kind kind = Kind::kDue;
  int next_attempt = 1;  // for kDue
  // True once the case may be closed.
  bool settled() const { return kind != Kind::kDue; }
};
CallbackStanding StandingOf(const std::vector<Callback>& callbacks, int round, const CallbackPolicy& policy);

// When the next attempt is due: within the policy's time of the execution, and after an attempt that reached nobody not before
// its pause is over.
BusinessTime CallbackDueTime(const std::vector<Callback>& callbacks, int round, Severity severity, BusinessTime executed,
                             const CallbackPolicy& policy);

// True where the customer said at any callback, of whatever round, not to be satisfied.
bool EverNotSatisfied(const std::vector<Callback>& callbacks);

// What an attempt does.
struct CallbackRecorded {
  Callback callback;
  bool reopens = false;  // not satisfied, for the first time at a callback of the case: on to a supervisor
};
// FAILED_PRECONDITION, reason CALLBACK_SETTLED: the customer was reached, or the attempts are used up. INVALID_ARGUMENT naming
// `outcome` where it is none.
absl::StatusOr<CallbackRecorded> RecordCallback(const std::vector<Callback>& callbacks, int round, CallbackOutcome outcome,
                                                const std::string& agent, const CallbackPolicy& policy, BusinessTime now);

}  // namespace redress::casework
