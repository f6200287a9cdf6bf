// The lexical forms of temporal.h, both ways.
#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "libs/feel/temporal.h"

namespace redress::feel {
namespace {

constexpr int32_t kMaxOffset = 18 * 3600;
// Durations of up to so many digits a part; more would not fit.
constexpr size_t kMaxDigits = 15;
constexpr int64_t kMaxDurationSeconds = int64_t{1} << 60;

// Reads a text from its front; each function takes what it reads and says whether it was there.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }
  bool Take(char wanted) {
    if (rest_.empty() || rest_[0] != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  absl::string_view Digits() {
    size_t count = 0;
    while (count < rest_.size() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[count]))) ++count;
    const absl::string_view digits = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return digits;
  }
  // Exactly two digits.
  bool Two(int* value) {
    const absl::string_view digits = Digits();
    return digits.size() == 2 && absl::SimpleAtoi(digits, value);
  }
  // `.5` after the seconds; nothing is a fraction of zero, and so is a point alone where that may be.
  bool Fraction(bool point_alone, int64_t* nanos) {
    *nanos = 0;
    if (!Take('.')) return true;
    const absl::string_view digits = Digits();
    if (digits.empty()) return point_alone;
    std::string nine(digits.substr(0, 9));
    nine.resize(9, '0');
    return absl::SimpleAtoi(nine, nanos);
  }
  void TakeAll() { rest_ = {}; }

 private:
  absl::string_view rest_;
};

std::optional<Date> ReadDate(Reader& reader) {
  const bool negative = reader.Take('-');
  const absl::string_view digits = reader.Digits();
  int64_t year = 0;
  int month = 0;
  int day = 0;
  if (digits.size() < 4 || digits.size() > 9 || (digits.size() > 4 && digits[0] == '0')) return std::nullopt;
  if (!absl::SimpleAtoi(digits, &year) || !reader.Take('-') || !reader.Two(&month)) return std::nullopt;
  if (!reader.Take('-') || !reader.Two(&day)) return std::nullopt;
  return MakeDate(negative ? -year : year, month, day);
}

// Nanoseconds since midnight; kNanosPerDay for 24:00:00.
std::optional<int64_t> ReadClock(Reader& reader) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int64_t fraction = 0;
  if (!reader.Two(&hour) || !reader.Take(':') || !reader.Two(&minute) || !reader.Take(':')) return std::nullopt;
  if (!reader.Two(&second) || !reader.Fraction(false, &fraction)) return std::nullopt;
  if (hour > 24 || minute > 59 || second > 59) return std::nullopt;
  const int64_t nanos = (int64_t{hour} * 3600 + minute * 60 + second) * kNanosPerSecond + fraction;
  if (nanos > kNanosPerDay) return std::nullopt;
  return nanos;
}

std::optional<Zone> ReadPlace(absl::string_view name) {
  // The library would read files outside of its database for such names.
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '/' || c == '_' || c == '-' || c == '+';
  });
  if (!plain || name.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(name[0])) || name.size() > 64)
    return std::nullopt;
  if (name == "localtime" || absl::StartsWith(name, "Fixed/") || name == "libc:localtime") return std::nullopt;
  Zone zone{Zone::Kind::kPlace, 0, {}};
  if (!absl::LoadTimeZone(name, &zone.place)) return std::nullopt;
  return zone;
}

std::optional<Zone> ReadZone(Reader& reader) {
  if (reader.done()) return Zone{};
  if (reader.Take('Z')) return Zone{Zone::Kind::kOffset, 0, {}};
  if (reader.Take('@')) {
    std::optional<Zone> zone = ReadPlace(reader.rest());
    reader.TakeAll();
    return zone;
  }
  const bool negative = reader.Take('-');
  if (!negative && !reader.Take('+')) return std::nullopt;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!reader.Two(&hour) || !reader.Take(':') || !reader.Two(&minute)) return std::nullopt;
  if (reader.Take(':') && !reader.Two(&second)) return std::nullopt;
  const int32_t offset = hour * 3600 + minute * 60 + second;
  if (minute > 59 || second > 59 || offset > kMaxOffset) return std::nullopt;
  return Zone{Zone::Kind::kOffset, negative ? -offset : offset, {}};
}

// `P`, then parts with these letters in this order, each at most once and at least one.
bool ReadNumber(absl::string_view digits, int64_t* value) {
  return !digits.empty() && digits.size() <= kMaxDigits && absl::SimpleAtoi(digits, value);
}

std::string ClockText(int64_t nanos) {
  const int64_t seconds = nanos / kNanosPerSecond;
  std::string text = absl::StrFormat("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (const int64_t fraction = nanos % kNanosPerSecond; fraction != 0) {
    std::string digits = absl::StrFormat(".%09d", fraction);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += digits;
  }
  return text;
}

// The parts of a time duration in order; `fraction` is read after the seconds only.
struct TimeParts {
  int64_t days = 0, hours = 0, minutes = 0, seconds = 0, nanos = 0;
};

bool ReadTimePart(Reader& reader, TimeParts& parts, size_t& from) {
  static constexpr absl::string_view kLetters = "HMS";
  int64_t value = 0;
  int64_t nanos = 0;
  if (!ReadNumber(reader.Digits(), &value)) return false;
  const bool point = !reader.done() && reader.rest()[0] == '.';
  if (!reader.Fraction(true, &nanos) || reader.done()) return false;
  const size_t letter = kLetters.find(reader.rest()[0]);
  if (letter == absl::string_view::npos || letter < from || (point && letter != 2)) return false;
  reader.Take(kLetters[letter]);
  from = letter + 1;
  (letter == 0 ? parts.hours : letter == 1 ? parts.minutes : parts.seconds) = value;
  parts.nanos = nanos;
  return true;
}

}  // namespace

std::optional<Date> ParseDate(absl::string_view text) {
  Reader reader(text);
  std::optional<Date> date = ReadDate(reader);
  return reader.done() ? date : std::nullopt;
}

std::optional<TimeOfDay> ParseTime(absl::string_view text) {
  Reader reader(text);
  const std::optional<int64_t> nanos = ReadClock(reader);
  if (!nanos) return std::nullopt;
  const std::optional<Zone> zone = ReadZone(reader);
  if (!zone || !reader.done()) return std::nullopt;
  return TimeOfDay{*nanos % kNanosPerDay, *zone};
}

std::optional<DateTime> ParseDateTime(absl::string_view text) {
  Reader reader(text);
  const std::optional<Date> date = ReadDate(reader);
  if (!date) return std::nullopt;
  if (reader.done()) return DateTime{*date, 0, {}};
  if (!reader.Take('T')) return std::nullopt;
  const std::optional<int64_t> nanos = ReadClock(reader);
  if (!nanos) return std::nullopt;
  const std::optional<Zone> zone = ReadZone(reader);
  if (!zone || !reader.done()) return std::nullopt;
  if (*nanos < kNanosPerDay) return DateTime{*date, *nanos, *zone};
  const std::optional<Date> next = DateOfDays(DaysSinceEpoch(*date) + 1);
  if (!next) return std::nullopt;
  return DateTime{*next, 0, *zone};
}

std::optional<MonthsDuration> ParseMonthsDuration(absl::string_view text) {
  Reader reader(text);
  const bool negative = reader.Take('-');
  if (!reader.Take('P') || reader.done()) return std::nullopt;
  int64_t months = 0;
  for (bool years_too = true; !reader.done(); years_too = false) {
    int64_t value = 0;
    if (!ReadNumber(reader.Digits(), &value)) return std::nullopt;
    if (years_too && reader.Take('Y')) {
      months += value * 12;
      continue;
    }
    if (!reader.Take('M') || !reader.done()) return std::nullopt;
    months += value;
  }
  return MonthsDuration{negative ? -months : months};
}

std::optional<TimeDuration> ParseTimeDuration(absl::string_view text) {
  Reader reader(text);
  const bool negative = reader.Take('-');
  if (!reader.Take('P') || reader.done()) return std::nullopt;
  TimeParts parts;
  if (reader.rest()[0] != 'T' && (!ReadNumber(reader.Digits(), &parts.days) || !reader.Take('D'))) return std::nullopt;
  if (reader.Take('T')) {
    size_t from = 0;
    do {
      if (!ReadTimePart(reader, parts, from)) return std::nullopt;
    } while (!reader.done());
  }
  // Before multiplying: days of fifteen digits would not fit as seconds.
  if (!reader.done() || parts.days > kMaxDurationSeconds / kSecondsPerDay) return std::nullopt;
  if (parts.hours > kMaxDurationSeconds / 3600 / 4 || parts.minutes > kMaxDurationSeconds / 60 / 4) return std::nullopt;
  const int64_t seconds = parts.days * kSecondsPerDay + parts.hours * 3600 + parts.minutes * 60 + parts.seconds;
  const auto nanos = static_cast<int32_t>(parts.nanos);
  if (!negative) return TimeDuration{seconds, nanos};
  if (nanos == 0) return TimeDuration{-seconds, 0};
  return TimeDuration{-seconds - 1, static_cast<int32_t>(kNanosPerSecond) - nanos};
}

std::optional<Zone> ParseZone(absl::string_view text) {
  Reader reader(text);
  const std::optional<Zone> zone = ReadZone(reader);
  return reader.done() ? zone : std::nullopt;
}

std::string ToText(const Date& value) {
  return absl::StrFormat("%s%04d-%02d-%02d", value.year < 0 ? "-" : "", std::abs(value.year), int{value.month}, int{value.day});
}

std::string ToText(const TimeOfDay& value) {
  return absl::StrCat(ClockText(value.nanos), ToText(value.zone));
}

std::string ToText(const DateTime& value) {
  return absl::StrCat(ToText(value.date), "T", ClockText(value.nanos), ToText(value.zone));
}

std::string ToText(const MonthsDuration& value) {
  const int64_t months = std::abs(value.months);
  if (months == 0) return "P0M";
  std::string text = value.months < 0 ? "-P" : "P";
  if (months >= 12) absl::StrAppend(&text, months / 12, "Y");
  if (months % 12 != 0) absl::StrAppend(&text, months % 12, "M");
  return text;
}

std::string ToText(const TimeDuration& value) {
  const bool negative = value.seconds < 0;
  // The magnitude: the seconds of a negative duration are rounded away from zero if it has nanoseconds.
  int64_t seconds = std::abs(value.seconds);
  int64_t nanos = value.nanos;
  if (negative && nanos != 0) {
    --seconds;
    nanos = kNanosPerSecond - nanos;
  }
  if (seconds == 0 && nanos == 0) return "PT0S";
  std::string text = negative ? "-P" : "P";
  if (seconds >= kSecondsPerDay) absl::StrAppend(&text, seconds / kSecondsPerDay, "D");
  seconds %= kSecondsPerDay;
  if (seconds == 0 && nanos == 0) return text;
  text += 'T';
  if (seconds >= 3600) absl::StrAppend(&text, seconds / 3600, "H");
  if (seconds % 3600 >= 60) absl::StrAppend(&text, seconds % 3600 / 60, "M");
  if (seconds % 60 == 0 && nanos == 0) return text;
  absl::StrAppend(&text, seconds % 60);
  if (nanos != 0) {
    std::string digits = absl::StrFormat(".%09d", nanos);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += digits;
  }
  return text + 'S';
}

std::string ToText(const Zone& value) {
  if (value.kind == Zone::Kind::kNone) return "";
  if (value.kind == Zone::Kind::kPlace) return absl::StrCat("@", value.place.name());
  if (value.offset_seconds == 0) return "Z";
  const int32_t offset = std::abs(value.offset_seconds);
  std::string text = absl::StrFormat("%s%02d:%02d", value.offset_seconds < 0 ? "-" : "+", offset / 3600, offset / 60 % 60);
  if (offset % 60 != 0) text += absl::StrFormat(":%02d", offset % 60);
  return text;
}

}  // namespace redress::feel
