#include "libs/base/numbered_name.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace redress {
namespace {

absl::Status Refuse(absl::string_view reason, absl::string_view field, absl::string_view message) {
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, reason, message), {{std::string(field), std::string(message)}});
}

}  // namespace

absl::StatusOr<ComplaintNumber> ParseNumberedName(absl::string_view name, absl::string_view collection, absl::string_view field) {
  absl::string_view digits = name;
  if (!absl::ConsumePrefix(&digits, collection)) {
    return Refuse("MALFORMED_NAME", field, absl::StrCat("must be ", collection, "{number}"));
  }
  absl::StatusOr<ComplaintNumber> number = ComplaintNumber::Parse(digits);
  if (number.ok()) return number;
  if (ReasonOf(number.status()) == "WRONG_CHECK_DIGITS") {
    return Refuse("WRONG_CHECK_DIGITS", field, "the check digits do not fit: mistyped?");
  }
  return Refuse("MALFORMED_NAME", field, absl::StrCat("must be ", collection, "YYMMDD-SSSSSSSS-CC"));
}

}  // namespace redress
