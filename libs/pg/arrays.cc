#include "libs/pg/arrays.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace redress::pg {
namespace {

void AppendQuoted(const std::string& value, std::string* out) {
  out->push_back('"');
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
    }
    out->push_back(c);
  }
  out->push_back('"');
}

}  // namespace

std::string ArrayOf(absl::Span<const int64_t> values) {
  return absl::StrCat("{", absl::StrJoin(values, ","), "}");
}
std::string ArrayOf(absl::Span<const int> values) {
  return absl::StrCat("{", absl::StrJoin(values, ","), "}");
}

std::string ArrayOf(absl::Span<const std::string> values) {
  std::string out = "{";
  for (const std::string& value : values) {
    if (out.size() > 1) {
      out.push_back(',');
    }
    AppendQuoted(value, &out);
  }
  out.push_back('}');
  return out;
}

std::string ArrayOf(absl::Span<const absl::optional<std::string>> values) {
  std::string out = "{";
  for (const absl::optional<std::string>& value : values) {
    if (out.size() > 1) {
      out.push_back(',');
    }
    if (value.has_value()) {
      AppendQuoted(*value, &out);
    } else {
      out.append("NULL");
    }
  }
  out.push_back('}');
  return out;
}

std::string ByteArrayOf(absl::Span<const std::string> values) {
  std::string out = "{";
  for (const std::string& value : values) {
    absl::StrAppend(&out, out.size() > 1 ? "," : "", "\"\\\\x", absl::BytesToHexString(value), "\"");
  }
  out.push_back('}');
  return out;
}

std::string ArrayOf(const std::vector<bool>& values) {
  std::string out = "{";
  for (const bool value : values) {
    absl::StrAppend(&out, out.size() > 1 ? "," : "", value ? "t" : "f");
  }
  out.push_back('}');
  return out;
}

std::vector<int64_t> ParseIntArray(absl::string_view literal) {
  std::vector<int64_t> values;
  for (const absl::string_view part : absl::StrSplit(literal, absl::ByAnyChar("{},"), absl::SkipEmpty())) {
    int64_t value = 0;
    if (absl::SimpleAtoi(part, &value)) {
      values.push_back(value);
    }
  }
  return values;
}

std::vector<std::string> ParseTextArray(absl::string_view literal) {
  std::vector<std::string> values;
  if (literal.size() <= 2) {
    return values;
  }
  literal = literal.substr(1, literal.size() - 2);
  std::string current;
  bool quoted = false;
  bool was_quoted = false;
  const auto finish = [&] {
    values.push_back(!was_quoted && current == "NULL" ? std::string() : current);
    current.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < literal.size(); ++i) {
    // What is nothing but text, at once.
    const size_t run = std::min(literal.find_first_of(quoted ? "\"\\" : "\",", i), literal.size());
    current.append(literal.data() + i, run - i);
    i = run;
    if (i == literal.size()) break;
    const char c = literal[i];
    if (c == '\\' && i + 1 < literal.size()) {
      current.push_back(literal[++i]);
    } else if (c == '"') {
      quoted = !quoted;
      was_quoted = true;
    } else if (c == ',') {
      finish();
    }
  }
  finish();
  return values;
}

}  // namespace redress::pg
