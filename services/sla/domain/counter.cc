#include "services/sla/domain/counter.h"

#include <algorithm>

namespace redress::sla {
namespace {

// What lies at or after `start`, in order, joined where two touch or overlap.
std::vector<Stretch> Joined(std::vector<Stretch> stretches, BusinessTime start) {
  std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::vector<Stretch> joined;
  for (Stretch& next : stretches) {
    if (next.to.has_value() && (*next.to <= start || *next.to <= next.from)) continue;
    next.from = std::max(next.from, start);
    if (!joined.empty() && (!joined.back().to.has_value() || *joined.back().to >= next.from)) {
      Stretch& last = joined.back();
      if (!next.to.has_value()) last.to = absl::nullopt;
      if (last.to.has_value()) last.to = std::max(*last.to, *next.to);
    } else {
      joined.push_back(std::move(next));
    }
  }
  return joined;
}

std::vector<Stretch> Both(const std::vector<Stretch>& a, const std::vector<Stretch>& b, BusinessTime start) {
  std::vector<Stretch> both = a;
  both.insert(both.end(), b.begin(), b.end());
  return Joined(std::move(both), start);
}

}  // namespace

const Stretch* StretchAt(const std::vector<Stretch>& stretches, BusinessTime at) {
  for (const Stretch& stretch : stretches) {
    if (stretch.from <= at && (!stretch.to.has_value() || at < *stretch.to)) return &stretch;
  }
  return nullptr;
}

Counter::Counter(const ClockPlan& plan, const Policy& policy)
    : start_(plan.start),
      target_(policy.TargetOf(plan.kind, plan.channel)),
      calendar_(policy.CalendarOf(target_)),
      aways_(Joined(plan.aways, plan.start)) {
  if (!target_.pauses) return;
  pauses_ = Joined(plan.pauses, plan.start);
  still_ = Both(pauses_, aways_, plan.start);
}

absl::Duration Counter::Still(BusinessTime at) const {
  absl::Duration sum;
  for (const Stretch& stretch : still_) {
    sum += calendar_.Between(stretch.from, stretch.to.has_value() ? std::min(*stretch.to, at) : at);
  }
  return sum;
}

absl::optional<BusinessTime> Counter::Reach(absl::Duration spent) const {
  BusinessTime from = start_;
  for (const Stretch& stretch : still_) {
    const absl::Duration until = calendar_.Between(from, stretch.from);
    if (until >= spent) break;
    spent -= until;
    if (!stretch.to.has_value()) return absl::nullopt;
    from = *stretch.to;
  }
  return calendar_.Add(from, spent);
}

absl::optional<BusinessTime> Counter::DueAt(BusinessTime at, absl::Duration target) const {
  if (StretchAt(still_, at) != nullptr) return absl::nullopt;
  const absl::Duration left = target - Spent(at);
  return left <= absl::ZeroDuration() ? at : calendar_.Add(at, left);
}

absl::optional<BusinessTime> Counter::Free(BusinessTime at) const {
  for (;;) {
    const Stretch* off = StretchAt(aways_, at);
    if (off == nullptr) off = StretchAt(pauses_, at);
    if (off == nullptr) return at;
    if (!off->to.has_value()) return absl::nullopt;
    at = *off->to;
  }
}

}  // namespace redress::sla
