#include "services/sla/domain/clock.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/sla/domain/counter.h"

namespace redress::sla {
namespace {

// The severity that holds from a moment on, until the next one's.
using Segments = std::vector<SeverityStep>;

// A severity is never taken back: the greatest of those that were heard of.
Segments SegmentsOf(const ClockPlan& plan) {
  Segments segments = {{plan.start, Severity::kOrdinary}};
  for (const SeverityStep& step : plan.severities) {
    if (step.time <= plan.start) {
      segments[0].severity = std::max(segments[0].severity, step.severity);
    } else if (step.severity > segments.back().severity) {
      segments.push_back(step);
    }
  }
  return segments;
}

// When a share of the target is used up: of the target that holds then. A promise that was made shorter than what has passed is
// broken when it is made, not before.
absl::optional<BusinessTime> TimeOfShare(const Counter& counter, const Segments& segments, int percent) {
  for (size_t i = 0; i < segments.size(); ++i) {
    const absl::optional<BusinessTime> reached = counter.Reach(counter.TargetFor(segments[i].severity) * percent / 100);
    if (!reached.has_value()) continue;
    const absl::optional<BusinessTime> time = counter.Free(std::max(*reached, segments[i].time));
    if (!time.has_value()) continue;
    if (i + 1 == segments.size() || *time < segments[i + 1].time) return time;
  }
  return absl::nullopt;
}

Severity SeverityAt(const Segments& segments, BusinessTime at) {
  Severity severity = segments[0].severity;
  for (const SeverityStep& segment : segments) {
    if (segment.time <= at) severity = segment.severity;
  }
  return severity;
}

class Unfolding {
 public:
  Unfolding(const ClockPlan& plan, const Policy& policy)
      : plan_(plan), policy_(policy), counter_(plan, policy), segments_(SegmentsOf(plan)) {}

  std::vector<Moment> All() {
    breach_ = TimeOfShare(counter_, segments_, 100);
    Add(MomentKind::kStarted, plan_.start);
    for (size_t i = 1; i < segments_.size(); ++i) {
      const bool shorter = counter_.TargetFor(segments_[i].severity) < counter_.TargetFor(segments_[i - 1].severity);
      if (shorter && !IsBreached(segments_[i].time)) Add(MomentKind::kRetargeted, segments_[i].time);
    }
    AddTurns();
    AddWarnings();
    if (breach_.has_value()) Add(MomentKind::kBreached, *breach_).due = *breach_;
    std::stable_sort(moments_.begin(), moments_.end(),
                     [](const Moment& a, const Moment& b) { return std::tie(a.time, a.kind) < std::tie(b.time, b.kind); });
    if (plan_.end.has_value()) AddEnd(*plan_.end);
    return std::move(moments_);
  }

 private:
  bool IsBreached(BusinessTime at) const { return breach_.has_value() && *breach_ < at; }

  Moment& Add(MomentKind kind, BusinessTime time) {
    Moment moment;
    moment.kind = kind;
    moment.time = time;
    moment.severity = SeverityAt(segments_, time);
    moment.target = counter_.TargetFor(moment.severity);
    moment.due = IsBreached(time) ? breach_ : counter_.DueAt(time, moment.target);
    moments_.push_back(moment);
    return moments_.back();
  }

  // Where it begins or ceases to stand still, or to be there at all. A breached clock is not paused any more.
  void AddTurns() {
    std::set<BusinessTime> turns;
    for (const auto* const stretches : {&counter_.pauses(), &counter_.aways()}) {
      for (const Stretch& stretch : *stretches) {
        turns.insert(stretch.from);
        if (stretch.to.has_value()) turns.insert(*stretch.to);
      }
    }
    MomentKind before = MomentKind::kResumed;
    for (const BusinessTime turn : turns) {
      MomentKind after = MomentKind::kResumed;
      if (StretchAt(counter_.pauses(), turn) != nullptr && !IsBreached(turn)) after = MomentKind::kPaused;
      if (StretchAt(counter_.aways(), turn) != nullptr) after = MomentKind::kCancelled;
      if (after != before) Add(after, turn);
      before = after;
    }
  }

  // At one moment only the greatest is said, and nothing beside a breach.
  void AddWarnings() {
    absl::optional<BusinessTime> later = breach_;
    const std::vector<int>& percents = policy_.spec().warn_percents;
    for (auto percent = percents.rbegin(); percent != percents.rend(); ++percent) {
      const absl::optional<BusinessTime> time = TimeOfShare(counter_, segments_, *percent);
      if (!time.has_value() || (later.has_value() && *time >= *later)) continue;
      Add(MomentKind::kWarned, *time).percent = *percent;
      later = time;
    }
  }

  void AddEnd(const End& end) {
    const BusinessTime time = std::max(end.time, plan_.start);
    const auto survives = [&](const Moment& moment) {
      if (moment.kind == MomentKind::kStarted || moment.time < time) return true;
      return moment.time == time && moment.kind == MomentKind::kBreached && end.how == Ending::kLapsed;
    };
    moments_.erase(std::remove_if(moments_.begin(), moments_.end(), [&](const Moment& one) { return !survives(one); }),
                   moments_.end());
    const bool breached =
        std::any_of(moments_.begin(), moments_.end(), [](const Moment& moment) { return moment.kind == MomentKind::kBreached; });
    if (end.how == Ending::kCancelled && StretchAt(counter_.aways(), time) != nullptr) return;  // it is so already
    Moment& last = Add(end.how == Ending::kCancelled ? MomentKind::kCancelled : MomentKind::kStopped, time);
    last.met = end.how != Ending::kCancelled && !breached;
    last.spent = counter_.Spent(time);
    last.paused = counter_.Still(time);
  }

  const ClockPlan& plan_;
  const Policy& policy_;
  const Counter counter_;
  const Segments segments_;
  absl::optional<BusinessTime> breach_;
  std::vector<Moment> moments_;
};

std::string TargetLine(const Moment& moment, const Target& target) {
  return absl::StrCat("target ", absl::FormatDuration(moment.target), " of ", target.calendar, ": ", Word(moment.severity));
}

std::string ReasonAt(const std::vector<Stretch>& stretches, BusinessTime at) {
  const Stretch* const stretch = StretchAt(stretches, at);
  return stretch == nullptr ? "" : stretch->reason;
}

std::string LineOf(const Moment& moment, const ClockPlan& plan) {
  const std::string time = moment.time.ToRfc3339();
  const std::string end = plan.end.has_value() ? plan.end->reason : "";
  switch (moment.kind) {
    case MomentKind::kStarted:
      return absl::StrCat("started ", time, ": ", plan.start_reason);
    case MomentKind::kRetargeted:
      return absl::StrCat("retargeted ", time);
    case MomentKind::kPaused:
      return absl::StrCat("paused ", time, ": ", ReasonAt(plan.pauses, moment.time));
    case MomentKind::kResumed:
      return absl::StrCat("resumed ", time);
    case MomentKind::kWarned:
      return absl::StrCat("warned ", time, ": ", moment.percent, " %");
    case MomentKind::kBreached:
      return absl::StrCat("breached ", time);
    case MomentKind::kStopped:
      return absl::StrCat("stopped ", time, ": ", end);
    case MomentKind::kCancelled: {
      const std::string away = ReasonAt(plan.aways, moment.time);
      return absl::StrCat("cancelled ", time, ": ", away.empty() ? end : away);
    }
  }
  return "";
}

void Fold(const Moment& moment, bool* breached, Clock* clock) {
  clock->target = moment.target;
  if (!*breached) clock->due = moment.due;
  switch (moment.kind) {
    case MomentKind::kStarted:
    case MomentKind::kRetargeted:
      break;
    case MomentKind::kPaused:
      clock->state = ClockState::kPaused;
      break;
    case MomentKind::kCancelled:
      clock->state = ClockState::kCancelled;
      break;
    case MomentKind::kResumed:
      clock->state = *breached ? ClockState::kBreached : ClockState::kRunning;
      break;
    case MomentKind::kWarned:
      clock->warned_percent = moment.percent;
      break;
    case MomentKind::kBreached:
      *breached = true, clock->state = ClockState::kBreached;
      break;
    case MomentKind::kStopped:
      clock->state = moment.met ? ClockState::kMet : ClockState::kBreached;
      clock->stop = moment.time;
      break;
  }
}

}  // namespace

std::vector<Moment> Unfold(const ClockPlan& plan, const Policy& policy) {
  return Unfolding(plan, policy).All();
}

Clock Stand(const ClockPlan& plan, const Policy& policy, const std::vector<Moment>& moments, BusinessTime now) {
  const Counter counter(plan, policy);
  now = std::max(now, plan.start);
  Clock clock;
  clock.id = plan.id;
  clock.kind = plan.kind;
  clock.start = plan.start;
  clock.calendar = counter.target().calendar;
  clock.policy_version = policy.spec().version;
  bool breached = false;
  for (const Moment& moment : moments) {
    if (moment.time > now) {
      clock.next = moment.time;
      break;
    }
    Fold(moment, &breached, &clock);
    clock.reasons.push_back(LineOf(moment, plan));
    const bool targets = moment.kind == MomentKind::kStarted || moment.kind == MomentKind::kRetargeted;
    if (targets) clock.reasons.push_back(TargetLine(moment, counter.target()));
  }
  BusinessTime until = now;
  if (plan.end.has_value()) until = std::min(now, std::max(plan.end->time, plan.start));
  clock.severity = SeverityAt(SegmentsOf(plan), until);
  clock.spent = counter.Spent(until);
  clock.paused = counter.Still(until);
  return clock;
}

}  // namespace redress::sla
