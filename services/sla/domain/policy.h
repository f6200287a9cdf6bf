// What is promised: a target for every kind of clock and severity, for a channel where it has one of its own, and the calendar on
// which it is counted. A policy never changes: another one has another version, and a clock keeps the one it was made by.
// Immutable, thread safe.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/sla/domain/calendar.h"
#include "services/sla/domain/words.h"

namespace redress::sla {

// One promise.
struct Target {
  std::array<absl::Duration, 3> by_severity;  // working time; ordinary, urgent, critical; not growing
  std::string calendar;                       // its id
  bool pauses = false;                        // stands still while the customer is asked
};

using TargetKey = std::pair<ClockKind, Channel>;

struct PolicySpec {
  std::string version;
  std::vector<int> warn_percents;       // ascending, 1 … 99
  absl::Duration pause_max;             // of one request to the customer, in 24x7
  std::set<std::string> progress_tags;  // `L1/L2`: such cases are owed notices of progress
  std::map<TargetKey, Target> targets;  // kAny: whatever has none of its own
  std::map<std::string, Calendar> calendars;
};

class Policy {
 public:
  // INVALID_ARGUMENT, reason INVALID_FIELDS, with every fault: a kind without a target for any channel, a target that is not
  // positive, is beyond a year or grows with the severity, an unknown calendar, warnings that are none.
  static absl::StatusOr<Policy> Make(PolicySpec spec);

  // That of the channel, else that of the kind.
  const Target& TargetOf(ClockKind kind, Channel channel) const;
  const Calendar& CalendarOf(const Target& target) const { return spec_.calendars.at(target.calendar); }
  const PolicySpec& spec() const { return spec_; }

 private:
  explicit Policy(PolicySpec spec) : spec_(std::move(spec)) {}
  PolicySpec spec_;
};

}  // namespace redress::sla
