// One clock: what it was told, everything that happens to it by that, and how it stands at a moment. All of it is computed from
// the plan and the policy, nothing is remembered: a fact that comes late makes another plan, and the clock is what it would have
// been had the fact come in time. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/sla/domain/policy.h"
#include "services/sla/domain/words.h"

namespace redress::sla {

// A stretch of time, half-open; without an end it goes on.
struct Stretch {
  BusinessTime from;
  absl::optional<BusinessTime> to;
  std::string reason;
};

struct SeverityStep {
  BusinessTime time;
  Severity severity = Severity::kOrdinary;
};

enum class Ending {
  kStopped,    // what it waits for happened: in time until and at its due time
  kLapsed,     // nobody did it, and it is over: in time only before its due time
  kCancelled,  // what it timed is no more
};

struct End {
  BusinessTime time;
  Ending how = Ending::kStopped;
  std::string reason;
};

// What the facts of a case say of one clock.
struct ClockPlan {
  std::string id;
  ClockKind kind = ClockKind::kAcceptance;
  Channel channel = Channel::kAny;
  BusinessTime start;
  std::string start_reason;
  std::vector<SeverityStep> severities;  // ascending in both; before the first: ordinary
  std::vector<Stretch> pauses;           // the customer was asked for something
  std::vector<Stretch> aways;            // its case was part of another one: the clock is cancelled meanwhile
  absl::optional<End> end;
};

enum class MomentKind { kStarted, kRetargeted, kPaused, kCancelled, kResumed, kWarned, kBreached, kStopped };

// Something that happens to a clock, with what is said of it. It depends on nothing that happened later.
struct Moment {
  MomentKind kind = MomentKind::kStarted;
  BusinessTime time;
  Severity severity = Severity::kOrdinary;
  absl::Duration target;
  absl::optional<BusinessTime> due;  // if nothing else happens; absent while it stands still
  int percent = 0;                   // kWarned
  bool met = false;                  // kStopped
  absl::Duration spent;              // kStopped
  absl::Duration paused;             // kStopped
};

// How a clock stands.
struct Clock {
  std::string id;
  ClockKind kind = ClockKind::kAcceptance;
  ClockState state = ClockState::kRunning;
  Severity severity = Severity::kOrdinary;
  BusinessTime start;
  absl::optional<BusinessTime> due;   // when it is or was breached; absent while it stands still
  absl::optional<BusinessTime> stop;  // when what it waits for happened
  absl::Duration target;
  absl::Duration spent;
  absl::Duration paused;
  std::string calendar;
  std::string policy_version;
  int warned_percent = 0;
  int level = 0;                      // who has heard of its breach: 0 nobody, 1 agent, 2 supervisor, 3 manager
  absl::optional<BusinessTime> next;  // when time moves it next
  std::vector<std::string> reasons;   // one line for each thing that happened to it
};

// Everything that happens to the clock from its start on, unless something else is heard, in order. Whatever lies before a moment
// does not depend on facts of that moment or later.
std::vector<Moment> Unfold(const ClockPlan& plan, const Policy& policy);

// The clock at `now`; `moments` as unfolded. One that starts later stands as at its start.
Clock Stand(const ClockPlan& plan, const Policy& policy, const std::vector<Moment>& moments, BusinessTime now);

}  // namespace redress::sla
