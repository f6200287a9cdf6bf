// The parser's literals: numbers, strings, `@"…"` and contexts.
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/characters.h"
#include "libs/feel/parser.h"
#include "libs/feel/parser_nested.h"

namespace redress::feel {
namespace {

size_t DigitsSize(absl::string_view text) {
  size_t size = 0;
  while (size < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[size]))) ++size;
  return size;
}

// The bytes of a number at the beginning; a point belongs to it only before a digit, so that `1..5` begins with `1`.
size_t NumberSize(absl::string_view text) {
  size_t size = DigitsSize(text);
  if (size < text.size() && text[size] == '.') {
    const size_t fraction = DigitsSize(text.substr(size + 1));
    if (fraction > 0) size += 1 + fraction;
  }
  if (size < text.size() && (text[size] == 'e' || text[size] == 'E')) {
    const bool sign = size + 1 < text.size() && (text[size + 1] == '+' || text[size + 1] == '-');
    const size_t before = size + (sign ? 2 : 1);
    const size_t exponent = before <= text.size() ? DigitsSize(text.substr(before)) : 0;
    if (exponent > 0) size = before + exponent;
  }
  return size;
}

bool IsHighSurrogate(char32_t point) {
  return point >= 0xd800 && point < 0xdc00;
}

bool IsLowSurrogate(char32_t point) {
  return point >= 0xdc00 && point < 0xe000;
}

// A value as `@"…"` writes it.
Value AtValue(absl::string_view text) {
  if (const std::optional<Date> date = ParseDate(text)) return Value::Of(*date);
  if (const std::optional<DateTime> moment = ParseDateTime(text)) return Value::Of(*moment);
  if (const std::optional<TimeOfDay> time = ParseTime(text)) return Value::Of(*time);
  if (const std::optional<MonthsDuration> months = ParseMonthsDuration(text)) return Value::Of(*months);
  const std::optional<TimeDuration> duration = ParseTimeDuration(text);
  return duration ? Value::Of(*duration) : Value();
}

}  // namespace

MutableNode Parser::NumberLiteral() {
  const size_t start = cursor_.position();
  const absl::string_view rest = cursor_.Rest();
  const size_t size = NumberSize(rest);
  const std::optional<Decimal> number = Decimal::Parse(rest.substr(0, size));
  if (!number) {
    cursor_.Fail("that is no number");
    return nullptr;
  }
  cursor_.set_position(cursor_.position() + size);
  return At(start, ConstantNode(Value::Number(*number)));
}

std::optional<char32_t> Parser::HexDigits(size_t count) {
  const absl::string_view rest = cursor_.text().substr(cursor_.position());
  if (rest.size() < count) return std::nullopt;
  char32_t point = 0;
  for (const char c : rest.substr(0, count)) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return std::nullopt;
    point = point * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  cursor_.set_position(cursor_.position() + count);
  return point;
}

// After a `\`: what it means. An unknown escape is the two characters, as regular expressions need it.
bool Parser::EscapeInto(std::string& text) {
  const absl::string_view rest = cursor_.text().substr(cursor_.position());
  static constexpr absl::string_view kLetters = "nrt\"\\'";
  static constexpr absl::string_view kMeanings = "\n\r\t\"\\'";
  const size_t known = rest.empty() ? absl::string_view::npos : kLetters.find(rest[0]);
  if (known != absl::string_view::npos) {
    cursor_.set_position(cursor_.position() + 1);
    text += kMeanings[known];
    return true;
  }
  if (!absl::StartsWith(rest, "u") && !absl::StartsWith(rest, "U")) {
    text += '\\';
    return true;
  }
  const size_t start = cursor_.position();
  cursor_.set_position(start + 1);
  std::optional<char32_t> point = HexDigits(rest[0] == 'u' ? 4 : 6);
  if (point && IsHighSurrogate(*point) && absl::StartsWith(cursor_.text().substr(cursor_.position()), "\\u")) {
    cursor_.set_position(cursor_.position() + 2);
    const std::optional<char32_t> low = HexDigits(4);
    point = low && IsLowSurrogate(*low) ? std::optional<char32_t>(0x10000 + ((*point - 0xd800) << 10) + (*low - 0xdc00))
                                        : std::nullopt;
  }
  if (!point || *point > 0x10ffff || IsHighSurrogate(*point) || IsLowSurrogate(*point)) {
    return cursor_.FailAt(start, "the escape names no character");
  }
  AppendCodePoint(*point, text);
  return true;
}

std::optional<std::string> Parser::StringLiteral() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  if (!Expect("\"")) return std::nullopt;
  std::string text;
  while (cursor_.position() < cursor_.text().size()) {
    const char c = cursor_.text()[cursor_.position()];
    cursor_.set_position(cursor_.position() + 1);
    if (c == '"') return text;
    if (c != '\\') {
      text += c;
    } else if (!EscapeInto(text)) {
      return std::nullopt;
    }
  }
  cursor_.FailAt(start, "the text is not closed");
  return std::nullopt;
}

MutableNode Parser::AtLiteral() {
  const size_t start = cursor_.position();
  cursor_.Take("@");
  const std::optional<std::string> text = StringLiteral();
  if (!text) return nullptr;
  return At(start, ConstantNode(AtValue(*text)));
}

// Each entry is a name for those that follow it.
MutableNode Parser::ContextLiteral() {
  const size_t start = cursor_.position();
  cursor_.Take("{");
  const Nested nested(*this, true);
  if (!nested.ok()) return nullptr;
  const size_t mark = names_.Mark();
  std::vector<EntryCode> entries;
  if (cursor_.Take("}")) return At(start, ContextNode(std::move(entries)));
  do {
    const std::optional<std::string> key = cursor_.Sees("\"") ? StringLiteral() : NewName("", ":");
    if (!key || cursor_.failed() || !Expect(":")) return nullptr;
    MutableNode value = Expression();
    if (value == nullptr) return nullptr;
    const int local = names_.Bind(*key, value->type());
    names_.AddEntryName(*key);
    entries.push_back({*key, std::move(value), local});
  } while (cursor_.Take(","));
  names_.Release(mark);
  if (!Expect("}")) return nullptr;
  return At(start, ContextNode(std::move(entries)));
}

}  // namespace redress::feel
