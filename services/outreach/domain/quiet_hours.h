// The hours in which nobody is disturbed (22:00–08:00 of the customer's wall clock). Pure, thread safe.
#pragma once

#include "absl/time/time.h"
#include "libs/base/time.h"

namespace redress::outreach {

// Minutes of the day, 0 … 1439: quiet from `begin` on, no longer at `end`. Equal: never quiet.
struct QuietHours {
  absl::TimeZone zone;
  int begin = 22 * 60;
  int end = 8 * 60;
};

// `time` itself, or the end of the quiet hours that it falls in.
BusinessTime AfterQuiet(const QuietHours& quiet, BusinessTime time);
// `time` itself, or the beginning of the quiet hours that it falls in.
BusinessTime BeforeQuiet(const QuietHours& quiet, BusinessTime time);

}  // namespace redress::outreach
