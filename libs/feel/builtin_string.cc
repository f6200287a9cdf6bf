// The built-in functions on texts, without those of regular expressions. All count code points.
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"
#include "libs/feel/builtin.h"

namespace redress::feel {
namespace {

// Counts from 1, from the end with negative numbers; null if it begins outside of the text.
Value Substring(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  const std::optional<int64_t> start = call.Whole(1);
  if (text == nullptr || !start) return call.Null("it takes a text and a position");
  const auto size = static_cast<int64_t>(CodePointCount(*text));
  if (*start == 0 || *start > size || *start < -size) return call.Null("the position is outside of the text");
  const int64_t skip = *start > 0 ? *start - 1 : size + *start;
  absl::string_view rest = absl::string_view(*text).substr(TruncateCodePoints(*text, static_cast<size_t>(skip)).size());
  if (!call.Missing(2)) {
    const std::optional<int64_t> length = call.Whole(2);
    if (!length || *length < 1) return call.Null("the length is less than one");
    rest = TruncateCodePoints(rest, static_cast<size_t>(*length));
  }
  return call.MakeString(std::string(rest));
}

Value StringLength(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  if (text == nullptr) return call.Null("the argument is no text");
  return Value::Number(static_cast<int64_t>(CodePointCount(*text)));
}

template <bool kUpper>
Value ToCase(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  if (text == nullptr) return call.Null("the argument is no text");
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text->data(), static_cast<int32_t>(text->size())));
  if (kUpper) {
    wide.toUpper(icu::Locale::getRoot());
  } else {
    wide.toLower(icu::Locale::getRoot());
  }
  std::string changed;
  wide.toUTF8String(changed);
  return call.MakeString(std::move(changed));
}

using OnTexts = Value (*)(absl::string_view text, absl::string_view match);

// A function of two texts.
template <OnTexts kFunction>
Value TwoTexts(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  const std::string* const match = call.String(1);
  if (text == nullptr || match == nullptr) return call.Null("it takes two texts");
  if (!call.evaluation().Spend(static_cast<int64_t>(text->size() / 64))) return {};
  return kFunction(*text, *match);
}

Value Before(absl::string_view text, absl::string_view match) {
  const size_t at = text.find(match);
  return Value::String(at == absl::string_view::npos ? absl::string_view() : text.substr(0, at));
}

Value After(absl::string_view text, absl::string_view match) {
  const size_t at = text.find(match);
  return Value::String(at == absl::string_view::npos ? absl::string_view() : text.substr(at + match.size()));
}

Value Contains(absl::string_view text, absl::string_view match) {
  return Value::Boolean(absl::StrContains(text, match));
}

Value StartsWith(absl::string_view text, absl::string_view match) {
  return Value::Boolean(absl::StartsWith(text, match));
}

Value EndsWith(absl::string_view text, absl::string_view match) {
  return Value::Boolean(absl::EndsWith(text, match));
}

// Nulls among the items are left out.
Value StringJoin(const BuiltinCall& call) {
  const std::optional<absl::Span<const Value>> items = call.Items(0);
  if (!items) return call.Null("the list is null");
  const std::string* const delimiter = call.Missing(1) ? nullptr : call.String(1);
  if (!call.Missing(1) && delimiter == nullptr) return call.Null("the delimiter is no text");
  std::string joined;
  bool first = true;
  for (const Value& item : *items) {
    if (item.is_null()) continue;
    if (!item.is(Kind::kString)) return call.Null("an item is no text");
    if (!first && delimiter != nullptr) joined += *delimiter;
    first = false;
    joined += item.string();
    if (joined.size() > call.evaluation().limits().string_bytes) break;
  }
  return call.MakeString(std::move(joined));
}

}  // namespace

std::vector<Builtin> StringBuiltins() {
  const std::vector<BuiltinForm> one = {{{"string"}, 1}};
  const std::vector<BuiltinForm> two = {{{"string", "match"}, 2}};
  return {
      {"substring", {{{"string", "start position", "length"}, 2}}, Substring, StringType()},
      {"string length", one, StringLength, NumberType()},
      {"upper case", one, ToCase<true>, StringType()},
      {"lower case", one, ToCase<false>, StringType()},
      {"substring before", two, TwoTexts<Before>, StringType()},
      {"substring after", two, TwoTexts<After>, StringType()},
      {"contains", two, TwoTexts<Contains>, BooleanType()},
      {"starts with", two, TwoTexts<StartsWith>, BooleanType()},
      {"ends with", two, TwoTexts<EndsWith>, BooleanType()},
      {"string join", {{{"list", "delimiter"}, 1}}, StringJoin, StringType()},
  };
}

}  // namespace redress::feel
