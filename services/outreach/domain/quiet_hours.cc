#include "services/outreach/domain/quiet_hours.h"

namespace redress::outreach {

BusinessTime AfterQuiet(const QuietHours& quiet, BusinessTime time) {
  const absl::CivilSecond now = quiet.zone.At(time.ToAbsl()).cs;
  const int minute = now.hour() * 60 + now.minute();
  const bool wraps = quiet.begin > quiet.end;
  const bool in = wraps ? minute >= quiet.begin || minute < quiet.end : minute >= quiet.begin && minute < quiet.end;
  if (!in) return time;
  const absl::CivilDay day = absl::CivilDay(now) + (wraps && minute >= quiet.begin ? 1 : 0);
  return BusinessTime::FromAbsl(absl::FromCivil(absl::CivilMinute(day) + quiet.end, quiet.zone));
}

}  // namespace redress::outreach
