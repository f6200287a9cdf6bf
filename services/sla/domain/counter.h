// Counts the working time of one clock: from its start, on its calendar, without the time for which it stood still. For clock.cc.
// Immutable, thread safe.
#pragma once

#include <vector>

#include "services/sla/domain/clock.h"

namespace redress::sla {

class Counter {
 public:
  // Both must outlive it.
  Counter(const ClockPlan& plan, const Policy& policy);

  const Target& target() const { return target_; }
  absl::Duration TargetFor(Severity severity) const { return target_.by_severity[static_cast<size_t>(severity) - 1]; }

  // The time for which it stood still until `at`, and the working time beside it; both in working time.
  absl::Duration Still(BusinessTime at) const;
  absl::Duration Spent(BusinessTime at) const { return calendar_.Between(start_, at) - Still(at); }
  // When so much will have been spent; nothing where it stands still for ever before.
  absl::optional<BusinessTime> Reach(absl::Duration spent) const;
  // When `target` will be used up as far as can be said at `at`: no later pause is known. Nothing while it stands still.
  absl::optional<BusinessTime> DueAt(BusinessTime at, absl::Duration target) const;
  // `at`, or the end of the time off in which it lies: nothing is breached while the customer is waited for, or the case is away.
  absl::optional<BusinessTime> Free(BusinessTime at) const;

  // Since its start; joined where they touch.
  const std::vector<Stretch>& pauses() const { return pauses_; }
  const std::vector<Stretch>& aways() const { return aways_; }

 private:
  const BusinessTime start_;
  const Target& target_;
  const Calendar& calendar_;
  std::vector<Stretch> pauses_;
  std::vector<Stretch> aways_;
  std::vector<Stretch> still_;  // in which no time counts
};

// The stretch in which a moment lies; null for none.
const Stretch* StretchAt(const std::vector<Stretch>& stretches, BusinessTime at);

}  // namespace redress::sla
