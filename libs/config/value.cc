#include "libs/config/value.h"

#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace redress::config {
namespace {

// The one text of a value, or nullptr where it is a list.
const std::string* Scalar(const RawValue& raw) {
  return raw.list ? nullptr : &raw.items.front();
}

std::string Quote(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&quoted, "\\x%02x", c);
      continue;
    }
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

absl::string_view TypeWord(const std::string&) {
  return "TEXT";
}
bool ReadValue(const RawValue& raw, std::string* target) {
  if (raw.list) return false;
  *target = raw.items.front();
  return true;
}
std::string WriteValue(const std::string& value) {
  return Quote(value);
}

absl::string_view TypeWord(const bool&) {
  return "true|false";
}
bool ReadValue(const RawValue& raw, bool* target) {
  const std::string* const text = Scalar(raw);
  if (text == nullptr || (*text != "true" && *text != "false")) return false;
  *target = *text == "true";
  return true;
}
std::string WriteValue(const bool& value) {
  return value ? "true" : "false";
}

absl::string_view TypeWord(const int32_t&) {
  return "NUMBER";
}
bool ReadValue(const RawValue& raw, int32_t* target) {
  const std::string* const text = Scalar(raw);
  return text != nullptr && absl::SimpleAtoi(*text, target);
}
std::string WriteValue(const int32_t& value) {
  return absl::StrCat(value);
}

absl::string_view TypeWord(const int64_t&) {
  return "NUMBER";
}
bool ReadValue(const RawValue& raw, int64_t* target) {
  const std::string* const text = Scalar(raw);
  return text != nullptr && absl::SimpleAtoi(*text, target);
}
std::string WriteValue(const int64_t& value) {
  return absl::StrCat(value);
}

absl::string_view TypeWord(const double&) {
  return "FRACTION";
}
bool ReadValue(const RawValue& raw, double* target) {
  const std::string* const text = Scalar(raw);
  return text != nullptr && absl::SimpleAtod(*text, target) && std::isfinite(*target);
}
std::string WriteValue(const double& value) {
  return absl::StrFormat("%.15g", value);
}

absl::string_view TypeWord(const absl::Duration&) {
  return "DURATION";
}
bool ReadValue(const RawValue& raw, absl::Duration* target) {
  const std::string* const text = Scalar(raw);
  return text != nullptr && absl::ParseDuration(*text, target) && absl::AbsDuration(*target) != absl::InfiniteDuration();
}
std::string WriteValue(const absl::Duration& value) {
  return absl::FormatDuration(value);
}

absl::string_view TypeWord(const std::vector<std::string>&) {
  return "TEXT,TEXT,…";
}
bool ReadValue(const RawValue& raw, std::vector<std::string>* target) {
  if (raw.list) {
    *target = raw.items;
    return true;
  }
  target->clear();
  for (const absl::string_view item : absl::StrSplit(raw.items.front(), ',', absl::SkipWhitespace())) {
    target->emplace_back(absl::StripAsciiWhitespace(item));
  }
  return true;
}
std::string WriteValue(const std::vector<std::string>& value) {
  return absl::StrCat(
      "[", absl::StrJoin(value, ", ", [](std::string* out, const std::string& item) { out->append(Quote(item)); }), "]");
}

}  // namespace redress::config
