#include "services/intake/domain/fields.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/text.h"

namespace redress::intake {
namespace {

constexpr size_t kIdBytesMax = 64;
constexpr size_t kEmailBytesMax = 254;
constexpr size_t kUriBytesMax = 1'024;
constexpr size_t kMessageIdBytesMax = 256;
constexpr int64_t kEvidenceBytesMax = int64_t{1} << 40;
constexpr absl::Duration kClockTolerance = absl::Minutes(2);
constexpr int64_t kYear2000Seconds = 946'684'800;
constexpr int64_t kYear1900Seconds = -2'208'988'800;
constexpr int64_t kYear2100Seconds = 4'102'444'800;

bool IsAlnum(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c));
}
bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}
bool IsPrintable(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '\x7f';
}

// True where the time is one, and lies in the years that the suite knows.
bool Readable(const DraftTime& time, int64_t seconds_min) {
  return time.seconds >= seconds_min && time.seconds < kYear2100Seconds && time.nanos >= 0 && time.nanos < 1'000'000'000;
}

BusinessTime ToTime(const DraftTime& time) {
  return BusinessTime::FromUnixMicros(time.seconds * 1'000'000 + time.nanos / 1'000);
}

bool LooksLikeEmail(absl::string_view email) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(email, absl::MaxSplits('@', 1));
  const absl::string_view domain = parts.second;
  return email.size() <= kEmailBytesMax && absl::c_all_of(email, IsPrintable) && ValidUtf8(email) && !parts.first.empty() &&
         absl::c_none_of(email, [](char c) { return c == ',' || c == ';' || c == '<' || c == '>' || c == '"'; }) &&
         domain.find('@') == absl::string_view::npos && domain.find('.') != absl::string_view::npos && domain.front() != '.' &&
         domain.back() != '.';
}

bool LooksLikeLanguage(absl::string_view code) {
  if (code.size() > 35) return false;
  bool first = true;
  for (const absl::string_view part : absl::StrSplit(code, '-')) {
    if (part.size() < (first ? 2u : 1u) || part.size() > 8 || !absl::c_all_of(part, IsAlnum)) return false;
    if (first && absl::c_any_of(part, IsDigit)) return false;
    first = false;
  }
  return true;
}

bool LooksLikeMediaType(absl::string_view type) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(type, absl::MaxSplits('/', 1));
  const auto token = [](absl::string_view text) {
    return !text.empty() && text.size() <= 63 &&
           absl::c_all_of(text, [](char c) { return IsAlnum(c) || c == '.' || c == '+' || c == '-' || c == '_'; });
  };
  return token(parts.first) && token(parts.second);
}

}  // namespace

void CheckText(Violations& violations, absl::string_view field, absl::string_view text, size_t code_points_max, Need need) {
  if (!ValidUtf8(text)) return violations.Add(field, "must be valid UTF-8");
  if (need == Need::kRequired && Trim(text).empty()) return violations.Add(field, "must not be empty");
  // A code point has at most four bytes: what is longer needs no counting.
  if (text.size() > 4 * code_points_max || CodePointCount(text) > code_points_max) {
    violations.Add(field, absl::StrCat("at most ", code_points_max, " code points"));
  }
}

void CheckId(Violations& violations, absl::string_view field, absl::string_view id, absl::string_view extra, Need need) {
  const bool known = absl::c_all_of(
      id, [extra](char c) { return IsAlnum(c) || c == '_' || c == '-' || extra.find(c) != absl::string_view::npos; });
  if (!known || id.size() > kIdBytesMax || (need == Need::kRequired && id.empty())) {
    violations.Add(field, absl::StrCat(need == Need::kRequired ? "1 to " : "at most ", kIdBytesMax, " characters of [A-Za-z0-9_-",
                                       extra, "]"));
  }
}

void CheckPhone(Violations& violations, absl::string_view field, absl::string_view phone) {
  if (phone.empty()) return;
  absl::string_view rest = phone;
  if (rest.front() == '+') rest.remove_prefix(1);
  const auto digits = absl::c_count_if(rest, IsDigit);
  const bool known = absl::c_all_of(rest, [](char c) { return IsDigit(c) || c == ' ' || c == '-'; });
  if (!known || digits < 5 || digits > 20 || phone.size() > 40) {
    violations.Add(field, "E.164 (+8613800000000), or 5 to 20 digits with spaces and dashes");
  }
}

void CheckEmail(Violations& violations, absl::string_view field, absl::string_view email) {
  if (!email.empty() && !LooksLikeEmail(email)) violations.Add(field, "one address (name@domain.tld), at most 254 characters");
}

void CheckLanguage(Violations& violations, absl::string_view field, absl::string_view code) {
  if (!code.empty() && !LooksLikeLanguage(code)) violations.Add(field, "a BCP 47 language tag (zh-CN, en)");
}

void CheckSourceMessageId(Violations& violations, absl::string_view field, absl::string_view id) {
  if (id.size() > kMessageIdBytesMax || !ValidUtf8(id)) violations.Add(field, "valid UTF-8, at most 256 bytes");
}

void CheckUri(Violations& violations, absl::string_view field, absl::string_view uri, Need need) {
  if (uri.empty() && need == Need::kOptional) return;
  const size_t colon = uri.find("://");
  const bool known = colon != absl::string_view::npos && colon > 0 && colon + 3 < uri.size() && IsAlnum(uri.front()) &&
                     absl::c_all_of(uri.substr(0, colon), [](char c) { return IsAlnum(c) || c == '+' || c == '-' || c == '.'; });
  if (!known || uri.size() > kUriBytesMax || !absl::c_all_of(uri, IsPrintable) || !ValidUtf8(uri)) {
    violations.Add(field, "scheme://…, without spaces, at most 1024 bytes");
  }
}

Channel CheckChannel(Violations& violations, absl::string_view field, int number) {
  if (number >= 1 && number <= kChannelLast) return static_cast<Channel>(number);
  violations.Add(field, "required: one of the known channels");
  return Channel::kUnspecified;
}

BusinessTime CheckReceivedTime(Violations& violations, absl::string_view field, const absl::optional<DraftTime>& time,
                               BusinessTime latest) {
  if (!time.has_value()) return latest;
  if (!Readable(*time, kYear2000Seconds)) {
    violations.Add(field, "a time of 2000 or later");
    return latest;
  }
  if (ToTime(*time) > latest + kClockTolerance) {
    violations.Add(field, "must not be in the future");
    return latest;
  }
  return ToTime(*time);
}

absl::optional<BusinessTime> CheckEventTime(Violations& violations, absl::string_view field,
                                            const absl::optional<DraftTime>& time, BusinessTime received) {
  if (!time.has_value()) return absl::nullopt;
  if (!Readable(*time, kYear1900Seconds)) {
    violations.Add(field, "a time of 1900 or later");
    return absl::nullopt;
  }
  if (ToTime(*time) > received) {
    violations.Add(field, "must not be after the time of receipt");
    return absl::nullopt;
  }
  return ToTime(*time);
}

absl::optional<Money> CheckAmount(Violations& violations, absl::string_view field, const absl::optional<DraftMoney>& amount) {
  if (!amount.has_value()) return absl::nullopt;
  const absl::StatusOr<Currency> currency = Currency::Parse(amount->currency_code);
  if (!currency.ok()) violations.Add(absl::StrCat(field, ".currency_code"), "three capital letters (ISO 4217)");
  if (amount->minor < 0) violations.Add(absl::StrCat(field, ".amount_minor"), "must not be negative");
  if (!currency.ok() || amount->minor < 0) return absl::nullopt;
  return Money{amount->minor, *currency};
}

void CheckEvidence(Violations& violations, absl::string_view field, EvidenceFacts& evidence) {
  CheckUri(violations, absl::StrCat(field, ".uri"), evidence.uri.Reveal(), Need::kRequired);
  if (!LooksLikeMediaType(evidence.media_type)) violations.Add(absl::StrCat(field, ".media_type"), "type/subtype (image/jpeg)");
  if (evidence.size_bytes < 1 || evidence.size_bytes > kEvidenceBytesMax) {
    violations.Add(absl::StrCat(field, ".size_bytes"), "1 to 2^40");
  }
  absl::AsciiStrToLower(&evidence.sha256);
  if (evidence.sha256.size() != 64 ||
      !absl::c_all_of(evidence.sha256, [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); })) {
    violations.Add(absl::StrCat(field, ".sha256"), "64 hexadecimal digits");
  }
}

}  // namespace redress::intake
