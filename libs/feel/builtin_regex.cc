// matches(), replace() and split(), with ICU's regular expressions. Matching is cut off, as other evaluation is, when it costs
// too much.
#include <unicode/regex.h>

#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/builtin.h"
#include "libs/feel/regex_syntax.h"

namespace redress::feel {
namespace {

constexpr size_t kMaxExpression = 4096;
constexpr size_t kMaxKept = 64;
// ICU's units: about milliseconds, counted in work and not by a clock.
constexpr int32_t kMaxWork = 100;
constexpr int32_t kMaxStack = 1 << 20;

icu::UnicodeString Wide(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

// Null pointer for an expression or flags that are none. The last ones are kept: decisions ask for the same again and again.
const icu::RegexPattern* PatternOf(const std::string& expression, const std::string& letters) {
  thread_local absl::flat_hash_map<std::string, std::unique_ptr<icu::RegexPattern>> kept;
  if (expression.size() > kMaxExpression) return nullptr;
  const std::string key = absl::StrCat(letters, "/", expression);
  if (const auto found = kept.find(key); found != kept.end()) return found->second.get();
  const std::optional<RegexFlags> flags = ParseRegexFlags(letters);
  const std::optional<std::string> translated = flags ? ToIcuRegex(expression, *flags) : std::nullopt;
  if (!translated) return nullptr;
  uint32_t icu_flags = UREGEX_UNIX_LINES;
  if (flags->ignore_case) icu_flags |= UREGEX_CASE_INSENSITIVE;
  if (flags->multi_line) icu_flags |= UREGEX_MULTILINE;
  if (flags->literal) icu_flags |= UREGEX_LITERAL;
  UErrorCode error = U_ZERO_ERROR;
  UParseError where;
  std::unique_ptr<icu::RegexPattern> pattern(icu::RegexPattern::compile(Wide(*translated), icu_flags, where, error));
  if (U_FAILURE(error)) return nullptr;
  if (kept.size() >= kMaxKept) kept.clear();
  return kept.emplace(key, std::move(pattern)).first->second.get();
}

// One text being searched. The text is held here, because ICU refers to it.
class Search {
 public:
  Search(const icu::RegexPattern& pattern, absl::string_view text, Evaluation& evaluation)
      : text_(Wide(text)), evaluation_(evaluation), matcher_(pattern.matcher(text_, error_)) {
    if (U_FAILURE(error_)) return;
    matcher_->setTimeLimit(kMaxWork, error_);
    matcher_->setStackLimit(kMaxStack, error_);
    evaluation.Spend(static_cast<int64_t>(text.size() / 16));
  }

  bool Next() {
    if (U_FAILURE(error_) || !evaluation_.Spend()) return false;
    const bool found = matcher_->find(error_);
    if (U_FAILURE(error_)) evaluation_.Exhaust("steps");
    return found;
  }
  bool failed() const { return U_FAILURE(error_) || !evaluation_.status().ok(); }
  int32_t start() { return matcher_->start(error_); }
  int32_t end() { return matcher_->end(error_); }
  int32_t groups() const { return matcher_->groupCount(); }
  icu::UnicodeString Group(int32_t group) { return matcher_->group(group, error_); }
  icu::UnicodeString Between(int32_t from, int32_t to) const { return icu::UnicodeString(text_, from, to - from); }
  int32_t size() const { return text_.length(); }

 private:
  const icu::UnicodeString text_;
  Evaluation& evaluation_;
  UErrorCode error_ = U_ZERO_ERROR;
  const std::unique_ptr<icu::RegexMatcher> matcher_;
};

std::string Narrow(const icu::UnicodeString& wide) {
  std::string text;
  wide.toUTF8String(text);
  return text;
}

// The pattern of arguments `i` and `flags`; null pointer if they make none.
const icu::RegexPattern* PatternArgument(const BuiltinCall& call, size_t i, size_t flags) {
  const std::string* const expression = call.String(i);
  const std::string* const letters = call.Missing(flags) ? nullptr : call.String(flags);
  if (expression == nullptr || (!call.Missing(flags) && letters == nullptr)) return nullptr;
  return PatternOf(*expression, letters == nullptr ? "" : *letters);
}

constexpr absl::string_view kNoPattern = "that is no text and regular expression";

Value Matches(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  const icu::RegexPattern* const pattern = PatternArgument(call, 1, 2);
  if (text == nullptr || pattern == nullptr) return call.Null(kNoPattern);
  Search search(*pattern, *text, call.evaluation());
  const bool found = search.Next();
  return search.failed() ? Value() : Value::Boolean(found);
}

// What replaces a match: pieces of text, each followed by a group (-1: none).
struct Piece {
  std::string text;
  int32_t group = -1;
};

// Reads `$1`, `\$` and `\\`; nothing for a `$` or a `\` before anything else. A group has as many digits as name one that is
// there.
std::optional<std::vector<Piece>> ParseReplacement(absl::string_view text, int32_t groups) {
  std::vector<Piece> pieces(1);
  for (size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '\\') {
      if (next != '\\' && next != '$') return std::nullopt;
      pieces.back().text += next;
      ++i;
    } else if (text[i] == '$') {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(next))) return std::nullopt;
      int32_t group = next - '0';
      for (++i; i + 1 < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[i + 1])); ++i) {
        if (group * 10 + (text[i + 1] - '0') > groups) break;
        group = group * 10 + (text[i + 1] - '0');
      }
      pieces.back().group = group;
      pieces.emplace_back();
    } else {
      pieces.back().text += text[i];
    }
  }
  return pieces;
}

Value Replace(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  const std::string* const replacement = call.String(2);
  const icu::RegexPattern* const pattern = PatternArgument(call, 1, 3);
  if (text == nullptr || replacement == nullptr || pattern == nullptr) return call.Null(kNoPattern);
  Search empty(*pattern, "", call.evaluation());
  if (empty.Next()) return call.Null("the regular expression matches the empty text");
  Search search(*pattern, *text, call.evaluation());
  const bool literal = !call.Missing(3) && call.String(3)->find('q') != std::string::npos;
  const std::optional<std::vector<Piece>> pieces =
      literal ? std::vector<Piece>{{*replacement, -1}} : ParseReplacement(*replacement, search.groups());
  if (!pieces) return call.Null("the replacement has a $ or a \\ that means nothing");
  std::string result;
  int32_t from = 0;
  while (search.Next() && result.size() <= call.evaluation().limits().string_bytes) {
    absl::StrAppend(&result, Narrow(search.Between(from, search.start())));
    for (const Piece& piece : *pieces) {
      absl::StrAppend(&result, piece.text);
      if (piece.group >= 0 && piece.group <= search.groups()) absl::StrAppend(&result, Narrow(search.Group(piece.group)));
    }
    from = search.end();
  }
  if (search.failed()) return {};
  absl::StrAppend(&result, Narrow(search.Between(from, search.size())));
  return call.MakeString(std::move(result));
}

// Where the expression matches nothing between two characters, it splits there.
Value Split(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  const icu::RegexPattern* const pattern = PatternArgument(call, 1, 2);
  if (text == nullptr || pattern == nullptr) return call.Null(kNoPattern);
  Search search(*pattern, *text, call.evaluation());
  List parts;
  int32_t from = 0;
  while (search.Next()) {
    if (search.end() == search.start() && (search.start() == 0 || search.start() == search.size())) continue;
    parts.push_back(Value::String(Narrow(search.Between(from, search.start()))));
    from = search.end();
  }
  if (search.failed()) return {};
  parts.push_back(Value::String(Narrow(search.Between(from, search.size()))));
  return call.MakeList(std::move(parts));
}

}  // namespace

std::vector<Builtin> RegexBuiltins() {
  return {
      {"matches", {{{"input", "pattern", "flags"}, 2}}, Matches, BooleanType()},
      {"replace", {{{"input", "pattern", "replacement", "flags"}, 3}}, Replace, StringType()},
      {"split", {{{"string", "delimiter", "flags"}, 2}}, Split, Type::ListOf(StringType())},
  };
}

}  // namespace redress::feel
