#include "services/intake/domain/names.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/numbered_name.h"

namespace redress::intake {
namespace {

constexpr int64_t kDayFactor = ComplaintNumber::kSequenceMax + 1;

int64_t DateDigits(absl::CivilDay day) {
  return (day.year() - 2000) * 10'000 + day.month() * 100 + day.day();
}

}  // namespace

std::string ComplaintName(const ComplaintNumber& number) {
  return absl::StrCat("complaints/", number.ToString());
}

std::string CaseName(const ComplaintNumber& number) {
  return absl::StrCat("cases/", number.ToString());
}

std::string ContactName(const ComplaintNumber& number, const Uuid& id) {
  return absl::StrCat(ComplaintName(number), "/contacts/", id.ToString());
}

std::string CallName(const Uuid& id) {
  return absl::StrCat("calls/", id.ToString());
}

std::string TurnName(const Uuid& id) {
  return absl::StrCat("chatTurns/", id.ToString());
}

std::string EvidenceName(const ComplaintNumber& number, const Uuid& id) {
  return absl::StrCat(ComplaintName(number), "/evidence/", id.ToString());
}

absl::StatusOr<ComplaintNumber> ParseComplaintName(absl::string_view name, absl::string_view field) {
  return ParseNumberedName(name, "complaints/", field);
}

absl::StatusOr<ComplaintNumber> ParseCaseName(absl::string_view name, absl::string_view field) {
  return ParseNumberedName(name, "cases/", field);
}

int64_t ToStored(const ComplaintNumber& number) {
  return DateDigits(number.day()) * kDayFactor + number.sequence();
}

absl::StatusOr<ComplaintNumber> FromStored(int64_t stored) {
  const int64_t date = stored / kDayFactor;
  const absl::CivilDay day(2000 + date / 10'000, date / 100 % 100, date % 100);
  if (stored < 0 || DateDigits(day) != date) return absl::InternalError("not a stored complaint number");
  return ComplaintNumber::Make(day, stored % kDayFactor);
}

std::string EtagOf(int link_version) {
  return absl::StrCat("v", link_version);
}

}  // namespace redress::intake
