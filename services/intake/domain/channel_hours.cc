#include "services/intake/domain/channel_hours.h"

#include <array>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::intake {
namespace {

constexpr std::array<absl::string_view, 7> kDays = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr int kMinutesOfDay = 24 * 60;

absl::Status Refuse() {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_HOURS",
               "opening hours are 24x7 or like Mo-Fr 09:00-18:00; Sa 10:00-16:00 Asia/Shanghai");
}

absl::StatusOr<int> ParseDay(absl::string_view text) {
  const auto found = absl::c_find(kDays, text);
  if (found == kDays.end()) return Refuse();
  return static_cast<int>(found - kDays.begin());
}

// `09:30` → minutes of the day; 24:00 is the end of it.
absl::StatusOr<int> ParseMinute(absl::string_view text) {
  int hour = 0;
  int minute = 0;
  if (text.size() != 5 || text[2] != ':' || !absl::SimpleAtoi(text.substr(0, 2), &hour) ||
      !absl::SimpleAtoi(text.substr(3), &minute) || hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > kMinutesOfDay) {
    return Refuse();
  }
  return hour * 60 + minute;
}

// Two sides of a dash; one alone stands for both.
std::pair<absl::string_view, absl::string_view> Range(absl::string_view text) {
  const size_t dash = text.find('-');
  if (dash == absl::string_view::npos) return {text, text};
  return {text.substr(0, dash), text.substr(dash + 1)};
}

}  // namespace

absl::StatusOr<ChannelHours::Span> ChannelHours::ParseSpan(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (parts.size() != 2) return Refuse();
  const auto [day_first, day_last] = Range(parts[0]);
  const auto [minute_first, minute_end] = Range(parts[1]);
  Span span;
  ASSIGN_OR_RETURN(span.day_first, ParseDay(day_first));
  ASSIGN_OR_RETURN(span.day_last, ParseDay(day_last));
  ASSIGN_OR_RETURN(span.minute_first, ParseMinute(minute_first));
  ASSIGN_OR_RETURN(span.minute_end, ParseMinute(minute_end));
  if (span.minute_first == span.minute_end) return Refuse();
  return span;
}

absl::StatusOr<ChannelHours> ChannelHours::Parse(absl::string_view text) {
  ChannelHours hours;
  hours.text_ = std::string(text);
  hours.zone_ = absl::UTCTimeZone();
  if (text == "24x7") {
    hours.spans_.emplace_back();
    return hours;
  }
  const size_t last_space = text.rfind(' ');
  if (last_space == absl::string_view::npos) return Refuse();
  if (!absl::LoadTimeZone(std::string(text.substr(last_space + 1)), &hours.zone_)) return Refuse();
  for (const absl::string_view part : absl::StrSplit(text.substr(0, last_space), ';', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(const Span span, ParseSpan(part));
    hours.spans_.push_back(span);
  }
  if (hours.spans_.empty()) return Refuse();
  return hours;
}

bool ChannelHours::OpenAt(BusinessTime time) const {
  const absl::CivilSecond local = zone_.At(time.ToAbsl()).cs;
  const int minute = local.hour() * 60 + local.minute();
  const int day = static_cast<int>(absl::GetWeekday(local));  // Monday is 0 in Abseil too
  const auto covers_day = [](const Span& span, int wanted) {
    return span.day_first <= span.day_last ? wanted >= span.day_first && wanted <= span.day_last
                                           : wanted >= span.day_first || wanted <= span.day_last;
  };
  return absl::c_any_of(spans_, [&](const Span& span) {
    if (span.minute_first < span.minute_end) {
      return covers_day(span, day) && minute >= span.minute_first && minute < span.minute_end;
    }
    return (covers_day(span, day) && minute >= span.minute_first) ||
           (covers_day(span, (day + 6) % 7) && minute < span.minute_end);
  });
}

}  // namespace redress::intake
