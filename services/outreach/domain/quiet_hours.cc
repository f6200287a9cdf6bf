#include "services/outreach/domain/quiet_hours.h"

#include "absl/types/optional.h"

namespace redress::outreach {
namespace {

// The wall clock at a moment that is quiet, and whether the hours go on after midnight.
struct Quiet {
  absl::CivilDay day;
  int minute = 0;
  bool wraps = false;
};

absl::optional<Quiet> QuietAt(const QuietHours& quiet, BusinessTime time) {
  const absl::CivilSecond now = quiet.zone.At(time.ToAbsl()).cs;
  const int minute = now.hour() * 60 + now.minute();
  const bool wraps = quiet.begin > quiet.end;
  const bool in = wraps ? minute >= quiet.begin || minute < quiet.end : minute >= quiet.begin && minute < quiet.end;
  if (!in) return absl::nullopt;
  return Quiet{absl::CivilDay(now), minute, wraps};
}

BusinessTime On(const QuietHours& quiet, absl::CivilDay day, int minute) {
  return BusinessTime::FromAbsl(absl::FromCivil(absl::CivilMinute(day) + minute, quiet.zone));
}

}  // namespace

BusinessTime AfterQuiet(const QuietHours& quiet, BusinessTime time) {
  const absl::optional<Quiet> at = QuietAt(quiet, time);
  if (!at.has_value()) return time;
  return On(quiet, at->day + (at->wraps && at->minute >= quiet.begin ? 1 : 0), quiet.end);
}

BusinessTime BeforeQuiet(const QuietHours& quiet, BusinessTime time) {
  const absl::optional<Quiet> at = QuietAt(quiet, time);
  if (!at.has_value()) return time;
  return On(quiet, at->day - (at->wraps && at->minute < quiet.begin ? 1 : 0), quiet.begin);
}

}  // namespace redress::outreach
