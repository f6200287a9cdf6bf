#include "libs/feel/temporal.h"

#include <algorithm>
#include <array>

#include "absl/time/civil_time.h"

namespace redress::feel {
namespace {

constexpr std::array<int, 12> kMonthDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
// Of the proleptic calendar, whose cycle of leap years is 400 years.
constexpr int64_t kDaysPerCycle = 146'097;
constexpr int64_t kDaysToEpoch = 719'468;  // from 0000-03-01

int64_t FloorDiv(int64_t value, int64_t by) {
  return value / by - (value % by != 0 && (value < 0) != (by < 0) ? 1 : 0);
}

int64_t FloorMod(int64_t value, int64_t by) {
  return value - FloorDiv(value, by) * by;
}

bool IsLeap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

absl::CivilSecond Civil(const Date& date, int64_t nanos) {
  const int64_t second = nanos / kNanosPerSecond;
  return absl::CivilSecond(date.year, date.month, date.day, second / 3600, second / 60 % 60, second % 60);
}

std::optional<DateTime> AtDay(int64_t days, int64_t nanos, const Zone& zone) {
  const std::optional<Date> date = DateOfDays(days);
  if (!date) return std::nullopt;
  return DateTime{*date, nanos, zone};
}

}  // namespace

bool operator==(const Zone& a, const Zone& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Zone::Kind::kOffset) return a.offset_seconds == b.offset_seconds;
  return a.kind == Zone::Kind::kNone || a.place == b.place;
}

int DaysInMonth(int64_t year, int month) {
  return month == 2 && IsLeap(year) ? 29 : kMonthDays[static_cast<size_t>(month - 1)];
}

std::optional<Date> MakeDate(int64_t year, int64_t month, int64_t day) {
  if (year < -kMaxYear || year > kMaxYear || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > DaysInMonth(year, static_cast<int>(month))) return std::nullopt;
  return Date{static_cast<int32_t>(year), static_cast<int8_t>(month), static_cast<int8_t>(day)};
}

// Counted in years that begin in March, so that the leap day is the last one.
int64_t DaysSinceEpoch(const Date& date) {
  const int64_t year = int64_t{date.year} - (date.month <= 2 ? 1 : 0);
  const int64_t cycle = FloorDiv(year, 400);
  const int64_t year_of_cycle = year - cycle * 400;
  const int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  const int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * kDaysPerCycle + day_of_cycle - kDaysToEpoch;
}

std::optional<Date> DateOfDays(int64_t days) {
  if (days < -400'000'000'000 || days > 400'000'000'000) return std::nullopt;
  const int64_t shifted = days + kDaysToEpoch;
  const int64_t cycle = FloorDiv(shifted, kDaysPerCycle);
  const int64_t day_of_cycle = shifted - cycle * kDaysPerCycle;
  const int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36'524 - day_of_cycle / (kDaysPerCycle - 1)) / 365;
  const int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return MakeDate(year_of_cycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day);
}

int Weekday(const Date& date) {
  return static_cast<int>(FloorMod(DaysSinceEpoch(date) + 3, 7)) + 1;
}

int DayOfYear(const Date& date) {
  return static_cast<int>(DaysSinceEpoch(date) - DaysSinceEpoch({date.year, 1, 1})) + 1;
}

int WeekOfYear(const Date& date) {
  // The week belongs to the year of its Thursday.
  const int64_t thursday = DaysSinceEpoch(date) + 4 - Weekday(date);
  const std::optional<Date> day = DateOfDays(thursday);
  return day ? (DayOfYear(*day) - 1) / 7 + 1 : 1;
}

std::optional<Date> PlusMonths(const Date& date, int64_t months) {
  if (months < -24'000'000'000 || months > 24'000'000'000) return std::nullopt;
  const int64_t count = int64_t{date.year} * 12 + date.month - 1 + months;
  const int64_t year = FloorDiv(count, 12);
  const int month = static_cast<int>(FloorMod(count, 12)) + 1;
  return MakeDate(year, month, std::min<int>(date.day, DaysInMonth(year, month)));
}

std::optional<int32_t> OffsetSeconds(const DateTime& value) {
  if (value.zone.kind == Zone::Kind::kNone) return std::nullopt;
  if (value.zone.kind == Zone::Kind::kOffset) return value.zone.offset_seconds;
  // Of two offsets, at a change of clocks, the earlier one.
  const absl::TimeZone::TimeInfo info = value.zone.place.At(Civil(value.date, value.nanos));
  const int64_t local = DaysSinceEpoch(value.date) * kSecondsPerDay + value.nanos / kNanosPerSecond;
  return static_cast<int32_t>(local - absl::ToUnixSeconds(info.pre));
}

std::optional<int32_t> OffsetSeconds(const TimeOfDay& value) {
  if (value.zone.kind == Zone::Kind::kOffset) return value.zone.offset_seconds;
  absl::TimeZone::CivilTransition change;
  if (value.zone.kind == Zone::Kind::kNone || value.zone.place.NextTransition(absl::InfinitePast(), &change)) return std::nullopt;
  return value.zone.place.At(absl::UnixEpoch()).offset;
}

int64_t EpochSeconds(const DateTime& value) {
  return DaysSinceEpoch(value.date) * kSecondsPerDay + value.nanos / kNanosPerSecond - OffsetSeconds(value).value_or(0);
}

std::optional<DateTime> DateTimeOf(int64_t epoch_seconds, int32_t nanos, const Zone& zone) {
  int64_t offset = zone.kind == Zone::Kind::kOffset ? zone.offset_seconds : 0;
  if (zone.kind == Zone::Kind::kPlace) offset = zone.place.At(absl::FromUnixSeconds(epoch_seconds)).offset;
  const int64_t local = epoch_seconds + offset;
  return AtDay(FloorDiv(local, kSecondsPerDay), FloorMod(local, kSecondsPerDay) * kNanosPerSecond + nanos, zone);
}

std::optional<DateTime> Plus(const DateTime& value, const TimeDuration& duration) {
  if (duration.seconds < -(int64_t{1} << 60) || duration.seconds > int64_t{1} << 60) return std::nullopt;
  const int64_t nanos = value.nanos % kNanosPerSecond + duration.nanos;
  const int64_t seconds = EpochSeconds(value) + duration.seconds + nanos / kNanosPerSecond;
  return DateTimeOf(seconds, static_cast<int32_t>(nanos % kNanosPerSecond), value.zone);
}

std::optional<DateTime> Plus(const DateTime& value, const MonthsDuration& duration) {
  const std::optional<Date> date = PlusMonths(value.date, duration.months);
  if (!date) return std::nullopt;
  return DateTime{*date, value.nanos, value.zone};
}

TimeOfDay Plus(const TimeOfDay& value, const TimeDuration& duration) {
  const int64_t within = FloorMod(duration.seconds, kSecondsPerDay) * kNanosPerSecond + duration.nanos;
  return {(value.nanos + within) % kNanosPerDay, value.zone};
}

std::optional<TimeDuration> Difference(const DateTime& a, const DateTime& b) {
  if ((a.zone.kind == Zone::Kind::kNone) != (b.zone.kind == Zone::Kind::kNone)) return std::nullopt;
  int64_t seconds = EpochSeconds(a) - EpochSeconds(b);
  int64_t nanos = a.nanos % kNanosPerSecond - b.nanos % kNanosPerSecond;
  if (nanos < 0) {
    nanos += kNanosPerSecond;
    --seconds;
  }
  return TimeDuration{seconds, static_cast<int32_t>(nanos)};
}

std::optional<TimeDuration> Difference(const TimeOfDay& a, const TimeOfDay& b) {
  if (!CompareInstants(a, b)) return std::nullopt;
  const int64_t offsets = OffsetSeconds(a).value_or(0) - OffsetSeconds(b).value_or(0);
  const int64_t nanos = a.nanos - b.nanos - offsets * kNanosPerSecond;
  return TimeDuration{FloorDiv(nanos, kNanosPerSecond), static_cast<int32_t>(FloorMod(nanos, kNanosPerSecond))};
}

MonthsDuration MonthsBetween(const Date& from, const Date& to) {
  int64_t months = (int64_t{to.year} - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return {months};
}

std::optional<int> CompareInstants(const DateTime& a, const DateTime& b) {
  const std::optional<TimeDuration> difference = Difference(a, b);
  if (!difference) return std::nullopt;
  if (difference->seconds != 0) return difference->seconds < 0 ? -1 : 1;
  return difference->nanos == 0 ? 0 : 1;
}

std::optional<int> CompareInstants(const TimeOfDay& a, const TimeOfDay& b) {
  const auto sign = [](int64_t nanos) { return nanos < 0 ? -1 : nanos > 0 ? 1 : 0; };
  if (a.zone == b.zone) return sign(a.nanos - b.nanos);
  const std::optional<int32_t> offset_a = OffsetSeconds(a);
  const std::optional<int32_t> offset_b = OffsetSeconds(b);
  if (!offset_a || !offset_b) return std::nullopt;
  return sign(a.nanos - b.nanos - int64_t{*offset_a - *offset_b} * kNanosPerSecond);
}

}  // namespace redress::feel
