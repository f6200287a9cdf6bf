#include "services/sla/domain/policy.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::sla {
namespace {

constexpr absl::Duration kTargetMax = absl::Hours(24 * 366);
constexpr absl::Duration kPauseMax = absl::Hours(24 * 31);

std::string FieldOf(const TargetKey& key) {
  const std::string kind = absl::AsciiStrToLower(Word(key.first));
  return key.second == Channel::kAny ? absl::StrCat("targets.", kind) : absl::StrCat("channels.", Word(key.second), ".", kind);
}

void CheckTarget(const PolicySpec& spec, const TargetKey& key, const Target& target, Violations* violations) {
  const auto& by = target.by_severity;
  const bool sound = std::all_of(by.begin(), by.end(), [](absl::Duration one) {
    return one >= absl::Milliseconds(1) && one <= kTargetMax && one % absl::Milliseconds(1) == absl::ZeroDuration();
  });
  if (!sound) violations->Add(FieldOf(key), "must be whole milliseconds, more than none and at most 366 days");
  if (by[1] > by[0] || by[2] > by[1]) violations->Add(FieldOf(key), "may not grow with the severity");
  if (spec.calendars.count(target.calendar) == 0) violations->Add(FieldOf(key), "names a calendar that there is not");
}

bool IsVersion(const std::string& version) {
  return !version.empty() && version.size() <= 100 && std::all_of(version.begin(), version.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

absl::StatusOr<Policy> Policy::Make(PolicySpec spec) {
  Violations violations;
  if (!IsVersion(spec.version)) violations.Add("version", "must be letters, digits, dots and dashes");
  int last = 0;
  for (const int percent : spec.warn_percents) {
    if (percent <= last || percent > 99) violations.Add("warn_percents", "must be ascending, 1 to 99");
    last = percent;
  }
  if (spec.pause_max <= absl::ZeroDuration() || spec.pause_max > kPauseMax) {
    violations.Add("pause_max", "must be more than none and at most 31 days");
  }
  for (int kind = 1; kind <= kClockKinds; ++kind) {
    const TargetKey any{static_cast<ClockKind>(kind), Channel::kAny};
    if (spec.targets.count(any) == 0) violations.Add(FieldOf(any), "is missing");
  }
  for (const auto& [key, target] : spec.targets) CheckTarget(spec, key, target, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return Policy(std::move(spec));
}

const Target& Policy::TargetOf(ClockKind kind, Channel channel) const {
  const auto own = spec_.targets.find({kind, channel});
  return own != spec_.targets.end() ? own->second : spec_.targets.at({kind, Channel::kAny});
}

}  // namespace redress::sla
