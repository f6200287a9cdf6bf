// When a channel is open. `24x7`, or days and times in a time zone: `Mo-Fr 09:00-18:00; Sa 10:00-16:00 Asia/Shanghai`.
// A time range that ends before it begins runs past midnight. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/time.h"

namespace redress::intake {

class ChannelHours {
 public:
  // INVALID_ARGUMENT, reason INVALID_HOURS, where the text is none, names an unknown zone, or is never open.
  static absl::StatusOr<ChannelHours> Parse(absl::string_view text);

  bool OpenAt(BusinessTime time) const;
  const std::string& text() const { return text_; }

 private:
  struct Span {
    int day_first = 0;  // 0: Monday
    int day_last = 6;
    int minute_first = 0;
    int minute_end = 24 * 60;  // exclusive
  };
  static absl::StatusOr<Span> ParseSpan(absl::string_view text);

  std::string text_;
  absl::TimeZone zone_;
  std::vector<Span> spans_;
};

}  // namespace redress::intake
