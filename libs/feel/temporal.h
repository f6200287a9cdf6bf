// Dates, times of day, date-times and the two durations of FEEL, as the proleptic Gregorian calendar and XML Schema have them.
// Years go from -999999999 to 999999999, times to nanoseconds. A time and a date-time may stand in a zone: an offset from UTC, or
// a place of the IANA database, whose offset depends on the date. Small values, no allocation, thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace redress::feel {

inline constexpr int32_t kMaxYear = 999'999'999;
inline constexpr int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr int64_t kSecondsPerDay = 86'400;
inline constexpr int64_t kNanosPerDay = kSecondsPerDay * kNanosPerSecond;

// A day of the calendar.
struct Date {
  int32_t year = 1970;
  int8_t month = 1;  // 1..12
  int8_t day = 1;    // 1..31

  friend auto operator<=>(const Date&, const Date&) = default;
};

// Where a time or a date-time is read from a clock.
struct Zone {
  enum class Kind : uint8_t { kNone, kOffset, kPlace };

  Kind kind = Kind::kNone;
  int32_t offset_seconds = 0;  // for kOffset; east of UTC is positive, at most 14 hours (18 if only an offset is read)
  absl::TimeZone place;        // for kPlace

  // Same kind, and same offset or name.
  friend bool operator==(const Zone& a, const Zone& b);
};

// A time of day.
struct TimeOfDay {
  int64_t nanos = 0;  // since midnight, below kNanosPerDay
  Zone zone;
};

struct DateTime {
  Date date;
  int64_t nanos = 0;  // since midnight of the clock on the wall, below kNanosPerDay
  Zone zone;
};

// Years and months, signed.
struct MonthsDuration {
  int64_t months = 0;

  friend auto operator<=>(const MonthsDuration&, const MonthsDuration&) = default;
};

// Days, hours, minutes and seconds, signed: `seconds` is rounded downwards and `nanos` is 0..999999999 above it.
struct TimeDuration {
  int64_t seconds = 0;
  int32_t nanos = 0;

  friend auto operator<=>(const TimeDuration&, const TimeDuration&) = default;
};

// Nothing unless such a day exists.
std::optional<Date> MakeDate(int64_t year, int64_t month, int64_t day);
// Days since 1970-01-01, and back (nothing beyond the years of FEEL).
int64_t DaysSinceEpoch(const Date& date);
std::optional<Date> DateOfDays(int64_t days);
// 1 is Monday, 7 is Sunday.
int Weekday(const Date& date);
int DayOfYear(const Date& date);
// The week by ISO 8601: the first week has the first Thursday.
int WeekOfYear(const Date& date);
int DaysInMonth(int64_t year, int month);
// The same day of another month; the last one if that month is shorter. Nothing beyond the years of FEEL.
std::optional<Date> PlusMonths(const Date& date, int64_t months);

// The offset from UTC that holds at that local time; nothing for a date-time without a zone.
std::optional<int32_t> OffsetSeconds(const DateTime& value);
// The offset of a time; nothing in a place whose clocks were ever changed, since the day is not known.
std::optional<int32_t> OffsetSeconds(const TimeOfDay& value);
// Seconds since 1970-01-01T00:00Z (nanos aside); a local date-time is taken as UTC.
int64_t EpochSeconds(const DateTime& value);
// That instant on the clock of `zone`. Nothing beyond the years of FEEL.
std::optional<DateTime> DateTimeOf(int64_t epoch_seconds, int32_t nanos, const Zone& zone);

// Later by a duration; nothing beyond the years of FEEL. A time of day goes round at midnight.
std::optional<DateTime> Plus(const DateTime& value, const TimeDuration& duration);
std::optional<DateTime> Plus(const DateTime& value, const MonthsDuration& duration);
TimeOfDay Plus(const TimeOfDay& value, const TimeDuration& duration);
// From `b` to `a`; nothing if only one of the two has a zone.
std::optional<TimeDuration> Difference(const DateTime& a, const DateTime& b);
std::optional<TimeDuration> Difference(const TimeOfDay& a, const TimeOfDay& b);
// Whole years and months from `from` to `to`.
MonthsDuration MonthsBetween(const Date& from, const Date& to);

// -1, 0 or 1; nothing where only one of the two has a zone. By the instant.
std::optional<int> CompareInstants(const DateTime& a, const DateTime& b);
std::optional<int> CompareInstants(const TimeOfDay& a, const TimeOfDay& b);

// Read the lexical forms of FEEL and XML Schema: `2024-02-29`, `10:30:00.5+01:00`, `10:30:00@Europe/Paris`, `P1Y2M`, `-P1DT2H`.
// The whole text must be one; nothing otherwise.
std::optional<Date> ParseDate(absl::string_view text);
std::optional<TimeOfDay> ParseTime(absl::string_view text);
// A date alone is midnight of that day.
std::optional<DateTime> ParseDateTime(absl::string_view text);
std::optional<MonthsDuration> ParseMonthsDuration(absl::string_view text);
std::optional<TimeDuration> ParseTimeDuration(absl::string_view text);
// `Z`, `+01:00`, `@Europe/Paris`; an empty text is no zone.
std::optional<Zone> ParseZone(absl::string_view text);

// The canonical texts, which the readers above take.
std::string ToText(const Date& value);
std::string ToText(const TimeOfDay& value);
std::string ToText(const DateTime& value);
std::string ToText(const MonthsDuration& value);
std::string ToText(const TimeDuration& value);
std::string ToText(const Zone& value);

}  // namespace redress::feel
