#include "services/casework/domain/callback.h"

#include <algorithm>

#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {

CallbackStanding StandingOf(const std::vector<Callback>& callbacks, int round, const CallbackPolicy& policy) {
  using Kind = CallbackStanding::Kind;
  int made = 0;
  for (const Callback& callback : callbacks) {
    if (callback.round != round) continue;
    if (callback.outcome == CallbackOutcome::kSatisfied) return {Kind::kSatisfied, 0};
    if (callback.outcome == CallbackOutcome::kNotSatisfied) return {Kind::kNotSatisfied, 0};
    ++made;
  }
  if (made >= policy.attempts) return {Kind::kUnreached, 0};
  return {Kind::kDue, made + 1};
}

BusinessTime CallbackDueTime(const std::vector<Callback>& callbacks, int round, Severity severity, BusinessTime executed,
                             const CallbackPolicy& policy) {
  const BusinessTime due = executed + policy.due_within[static_cast<size_t>(severity) - 1];
  BusinessTime earliest = executed;
  for (const Callback& callback : callbacks) {
    if (callback.round == round) earliest = std::max(earliest, callback.call_time + policy.again_after);
  }
  return std::max(due, earliest);
}

bool EverNotSatisfied(const std::vector<Callback>& callbacks) {
  return std::any_of(callbacks.begin(), callbacks.end(),
                     [](const Callback& callback) { return callback.outcome == CallbackOutcome::kNotSatisfied; });
}

absl::StatusOr<CallbackRecorded> RecordCallback(const std::vector<Callback>& callbacks, int round, CallbackOutcome outcome,
                                                const std::string& agent, const CallbackPolicy& policy, BusinessTime now) {
  Violations violations;
  if (Word(outcome).empty()) violations.Add("outcome", "SATISFIED, NOT_SATISFIED or NOT_REACHED");
  RETURN_IF_ERROR(violations.ToStatus());
  const CallbackStanding standing = StandingOf(callbacks, round, policy);
  if (standing.settled()) return Refuse("CALLBACK_SETTLED", "the customer was reached, or the attempts are used up");
  CallbackRecorded recorded;
  recorded.callback = {round, standing.next_attempt, outcome, agent, now};
  recorded.reopens = outcome == CallbackOutcome::kNotSatisfied && !EverNotSatisfied(callbacks);
  return recorded;
}

}  // namespace redress::casework
