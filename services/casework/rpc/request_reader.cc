#include "services/casework/rpc/request_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/numbered_name.h"
#include "libs/base/text.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"

namespace redress::casework {
namespace {

constexpr size_t kTagWordMax = 63;
constexpr size_t kHashSize = 64;

bool IsTagWord(absl::string_view word) {
  return word.size() <= kTagWordMax && std::all_of(word.begin(), word.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

}  // namespace

RequestReader::RequestReader(const google::protobuf::Message& request) : request_(request) {
  rpc::CheckNoNul(request, &violations_);
}

Uuid RequestReader::RequestId() {
  return rpc::RequestIdOf(request_, &violations_);
}

std::string RequestReader::Number(absl::string_view collection, absl::string_view name, absl::string_view field) {
  const absl::StatusOr<ComplaintNumber> number = ParseNumberedName(name, collection, field);
  if (number.ok()) return number->ToString();
  rpc::AddViolations(number.status(), &violations_);
  if (number_reason_.empty()) number_reason_ = ReasonOf(number.status());
  return "";
}

std::string RequestReader::Id(absl::string_view pattern, absl::string_view name, absl::string_view field) {
  return rpc::IdIn(pattern, name, field, &violations_);
}

std::string RequestReader::IdOrNothing(absl::string_view pattern, absl::string_view name, absl::string_view field) {
  return name.empty() ? std::string() : Id(pattern, name, field);
}

absl::optional<BusinessTime> RequestReader::Time(bool present, const google::protobuf::Timestamp& time, absl::string_view field) {
  if (!present) return absl::nullopt;
  const absl::optional<BusinessTime> parsed = ParseTime(time);
  Require(parsed.has_value(), field, "must be in the years 0001 to 9999, with 0 to 999,999,999 nanos");
  return parsed;
}

Tag RequestReader::TagIn(const type::v1::Tag& tag, absl::string_view field) {
  const bool form = IsTagWord(tag.l1()) && IsTagWord(tag.l2()) && (!tag.l1().empty() || tag.l2().empty());
  Require(form, field, "must be a tag: L1 and perhaps L2, in UPPER_SNAKE_CASE");
  if (!form) return {};
  return {tag.l1(), tag.l2()};
}

absl::optional<Money> RequestReader::Amount(const type::v1::Money& money, absl::string_view field) {
  const absl::StatusOr<Currency> currency = Currency::Parse(money.currency_code());
  if (currency.ok() && money.amount_minor() >= 0) return Money{money.amount_minor(), *currency};
  Require(false, field, "must not be negative, in a currency of three capital letters");
  return absl::nullopt;
}

std::string RequestReader::Hash(const std::string& hash, absl::string_view field) {
  const bool hex = hash.size() == kHashSize && std::all_of(hash.begin(), hash.end(), [](unsigned char c) {
                     return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
                   });
  Require(hex, field, "must be 64 hexadecimal digits in lower case");
  return hash;
}

std::string RequestReader::AtMost(size_t most, const std::string& text, absl::string_view field) {
  Require(CodePointCount(text) <= most, field, absl::StrCat("at most ", most, " characters"));
  return text;
}

void RequestReader::Require(bool given, absl::string_view field, absl::string_view description) {
  if (!given) violations_.Add(field, description);
}

absl::Status RequestReader::Finish() const {
  const absl::Status all = violations_.ToStatus();
  if (number_reason_.empty()) return all;
  return WithViolations(Error(all.code(), number_reason_, all.message()), violations_.all());
}

}  // namespace redress::casework
