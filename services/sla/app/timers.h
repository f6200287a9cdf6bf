// What time does to clocks: warnings, breaches and the end of pauses fall due as rows found by index, and become events that
// carry the time at which they were due, however late this runs. Any number of replicas: who has a case locked says it, the
// others pass it over. Killed before the commit nothing was said, and it is said at the next look.
#pragma once

#include "absl/status/statusor.h"
#include "services/sla/app/tend.h"

namespace redress::sla {

inline constexpr int kTimerBatch = 100;  // clocks looked at in one transaction

// One look at what is due.
struct TimerLook {
  Tended tended;
  bool more = false;                           // perhaps more is due
  absl::Duration late = absl::ZeroDuration();  // business time by which the first timer that is left is overdue
  absl::Status failed;                         // of the first case or look that failed; the rest was done all the same
};
// Errors: where nothing could be looked at.
absl::StatusOr<TimerLook> RunTimers(const Context& context);

}  // namespace redress::sla
