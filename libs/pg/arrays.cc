#include "libs/pg/arrays.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace redress::pg {
namespace {

void AppendQuoted(const std::string& value, std::string* out) {
  out->push_back('"');
  size_t done = 0;
  for (size_t at; (at = value.find_first_of("\"\\", done)) != std::string::npos; done = at + 1) {
    out->append(value, done, at - done).append({'\\', value[at]});
  }
  out->append(value, done).push_back('"');
}

// The types' numbers in pg_type, the same in every installation.
constexpr int32_t kBytea = 17, kText = 25, kTimestamptz = 1184;
// PostgreSQL counts its microseconds from 2000.
constexpr int64_t kMicrosTo2000 = 946'684'800'000'000;

template <class Int>
void AppendBigEndian(Int value, std::string* out) {
  for (int shift = static_cast<int>(sizeof(Int) * 8) - 8; shift >= 0; shift -= 8)
    out->push_back(static_cast<char>(value >> shift));
}

// What stands before the elements: dimensions, whether NULLs occur, the type, and of the dimension its length and first index.
std::string BinaryHeader(size_t count, int32_t type, bool nulls) {
  std::string out;
  AppendBigEndian<int32_t>(count == 0 ? 0 : 1, &out);
  AppendBigEndian<int32_t>(nulls ? 1 : 0, &out);
  AppendBigEndian<int32_t>(type, &out);
  if (count == 0) return out;
  AppendBigEndian<int32_t>(static_cast<int32_t>(count), &out);
  AppendBigEndian<int32_t>(1, &out);
  return out;
}

void AppendElement(const std::string& value, std::string* out) {
  AppendBigEndian<int32_t>(static_cast<int32_t>(value.size()), out);
  out->append(value);
}

BytesParam BinaryArray(absl::Span<const std::string> values, int32_t type) {
  std::string out = BinaryHeader(values.size(), type, false);
  for (const std::string& value : values) AppendElement(value, &out);
  return Bytes(out);
}

BytesParam BinaryArray(absl::Span<const absl::optional<std::string>> values, int32_t type) {
  std::string out = BinaryHeader(values.size(), type, true);
  for (const absl::optional<std::string>& value : values) {
    if (value.has_value()) {
      AppendElement(*value, &out);
    } else {
      AppendBigEndian<int32_t>(-1, &out);
    }
  }
  return Bytes(out);
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

BytesParam ByteArrayOf(absl::Span<const std::string> values) {
  return BinaryArray(values, kBytea);
}
BytesParam ByteArrayOf(absl::Span<const absl::optional<std::string>> values) {
  return BinaryArray(values, kBytea);
}
BytesParam TextArrayOf(absl::Span<const std::string> values) {
  return BinaryArray(values, kText);
}
BytesParam TextArrayOf(absl::Span<const absl::optional<std::string>> values) {
  return BinaryArray(values, kText);
}

BytesParam TimeArrayOf(absl::Span<const int64_t> unix_micros) {
  std::string out = BinaryHeader(unix_micros.size(), kTimestamptz, false);
  for (const int64_t micros : unix_micros) {
    AppendBigEndian<int32_t>(sizeof(int64_t), &out);
    AppendBigEndian<int64_t>(micros - kMicrosTo2000, &out);
  }
  return Bytes(out);
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
