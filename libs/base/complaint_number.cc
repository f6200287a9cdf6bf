#include "libs/base/complaint_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"

namespace redress {
namespace {

constexpr int kDigits = 16;
constexpr uint64_t kDayFactor = ComplaintNumber::kSequenceMax + 1;

// ISO 7064 MOD 97-10: the number with its check digits leaves 1 when divided by 97.
constexpr uint64_t CheckDigits(uint64_t body) {
  return 98 - body % 97 * 100 % 97;
}

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

struct Date {
  int year, month, day;
};

Date DateOf(uint64_t body) {
  const auto date = static_cast<int>(body / kDayFactor);
  return {2000 + date / 10'000, date / 100 % 100, date % 100};
}

}  // namespace

absl::StatusOr<ComplaintNumber> ComplaintNumber::Make(absl::CivilDay day, int64_t sequence) {
  if (day.year() < 2000 || day.year() > 2099 || sequence < 0 || sequence > kSequenceMax) {
    return Error(absl::StatusCode::kOutOfRange, "COMPLAINT_NUMBER_RANGE",
                 "a complaint number has a day of 2000 to 2099 and 8 digits");
  }
  const uint64_t date = static_cast<uint64_t>(day.year() - 2000) * 10'000 + static_cast<uint64_t>(day.month() * 100 + day.day());
  return ComplaintNumber(date * kDayFactor + static_cast<uint64_t>(sequence));
}

absl::StatusOr<ComplaintNumber> ComplaintNumber::Parse(absl::string_view text) {
  constexpr absl::string_view kMalformed = "MALFORMED_COMPLAINT_NUMBER";
  uint64_t value = 0;
  int digits = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) || ++digits > kDigits) {
      return Refuse(kMalformed, "a complaint number is written as YYMMDD-SSSSSSSS-CC");
    }
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  if (digits != kDigits) return Refuse(kMalformed, "a complaint number has 16 digits");
  const uint64_t body = value / 100;
  if (value % 100 != CheckDigits(body)) return Refuse("WRONG_CHECK_DIGITS", "the check digits do not fit: mistyped?");
  const Date date = DateOf(body);
  const absl::CivilDay day(date.year, date.month, date.day);
  if (day.month() != date.month || day.day() != date.day) return Refuse(kMalformed, "a complaint number begins with a date");
  return ComplaintNumber(body);
}

std::string ComplaintNumber::ToString() const {
  return absl::StrFormat("%06d-%08d-%02d", body_ / kDayFactor, sequence(), CheckDigits(body_));
}

absl::CivilDay ComplaintNumber::day() const {
  const Date date = DateOf(body_);
  return absl::CivilDay(date.year, date.month, date.day);
}

}  // namespace redress
