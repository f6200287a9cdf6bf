#include "libs/feel/regex_syntax.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/feel/characters.h"

namespace redress::feel {
namespace {

bool IsWhite(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The expression without the white space that the flag x leaves out: all but that within classes.
std::string WithoutSpaces(absl::string_view expression) {
  std::string kept;
  int classes = 0;
  for (size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (classes == 0 && IsWhite(c)) continue;
    if (c == '[') ++classes;
    if (c == ']') --classes;
    kept += c;
    if (c != '\\') continue;
    // What the escape is of, which opens and closes nothing; outside of classes the space between goes first.
    while (classes == 0 && i + 1 < expression.size() && IsWhite(expression[i + 1])) ++i;
    if (i + 1 < expression.size()) kept += expression[++i];
  }
  return kept;
}

// A class within a class within …: no honest expression has more.
constexpr int kMaxClassDepth = 20;

// The insides of a character class for the escapes that stand for many characters.
constexpr absl::string_view kSpace = "\\u0020\\t\\n\\r";
constexpr absl::string_view kNameStart = "\\p{L}\\p{Nl}:_";
constexpr absl::string_view kName = "\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}:_.\\u00B7\\-";
constexpr absl::string_view kNotWord = "\\p{P}\\p{Z}\\p{C}";

class Translator {
 public:
  Translator(absl::string_view expression, const RegexFlags& flags) : rest_(expression), flags_(flags) {}

  std::optional<std::string> Run() {
    bool ok = true;
    while (ok && !rest_.empty()) ok = One();
    if (!ok || !open_.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  bool Take(absl::string_view wanted) { return absl::ConsumePrefix(&rest_, wanted); }

  // One atom, group, alternative or quantifier.
  bool One() {
    const char c = rest_[0];
    switch (c) {
      case '(':
        return OpenGroup();
      case ')':
        return CloseGroup();
      case '|':
        rest_.remove_prefix(1);
        return Emit("|", false);
      case '^':
        rest_.remove_prefix(1);
        return Emit("^", false);
      case '$':
        rest_.remove_prefix(1);
        return Emit(flags_.multi_line ? "$" : "\\z", false);
      case '.':
        rest_.remove_prefix(1);
        return Emit(flags_.dot_all ? "[\\u0000-\\U0010FFFF]" : "[^\\n\\r]", true);
      case '[':
        return Class(0) && Emit("", true);
      case '\\':
        return Escape();
      case '?':
      case '*':
      case '+':
      case '{':
        return Quantifier();
      case ']':
      case '}':
        return false;
      default:
        return Character();
    }
  }

  bool Emit(absl::string_view text, bool repeatable) {
    absl::StrAppend(&out_, text);
    repeatable_ = repeatable;
    return true;
  }

  bool OpenGroup() {
    rest_.remove_prefix(1);
    const bool captures = !Take("?:");
    if (!rest_.empty() && rest_[0] == '?') return false;
    open_.push_back(captures ? ++groups_ : 0);
    return Emit(captures ? "(" : "(?:", false);
  }

  bool CloseGroup() {
    rest_.remove_prefix(1);
    if (open_.empty()) return false;
    if (open_.back() != 0) closed_.push_back(open_.back());
    open_.pop_back();
    return Emit(")", true);
  }

  bool Character() {
    AppendLiteral(TakeCodePoint(rest_));
    repeatable_ = true;
    return true;
  }

  // ICU gives a meaning to more characters than XPath does.
  void AppendLiteral(char32_t point) {
    if (point < 0x80 && absl::ascii_ispunct(static_cast<unsigned char>(point))) out_ += '\\';
    if (point < 0x20 || point == ' ') {
      absl::StrAppend(&out_, "\\u00", absl::Hex(static_cast<uint32_t>(point), absl::kZeroPad2));
      return;
    }
    AppendCodePoint(point, out_);
  }

  bool Quantifier() {
    if (!repeatable_) return false;
    size_t size = 1;
    if (rest_[0] == '{') {
      const size_t close = rest_.find('}');
      if (close == absl::string_view::npos || !IsCount(rest_.substr(1, close - 1))) return false;
      size = close + 1;
    }
    Emit(rest_.substr(0, size), false);
    rest_.remove_prefix(size);
    if (Take("?")) Emit("?", false);
    return true;
  }

  // `2`, `2,` or `2,5`, of at most four digits each.
  static bool IsCount(absl::string_view text) {
    const size_t comma = std::min(text.find(','), text.size());
    const absl::string_view low = text.substr(0, comma);
    const absl::string_view high = absl::ClippedSubstr(text, comma + 1);
    const auto digits = [](absl::string_view part) {
      return part.size() <= 4 && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    return !low.empty() && digits(low) && digits(high);
  }

  bool Escape() {
    const char c = rest_.size() > 1 ? rest_[1] : '\0';
    if (c >= '1' && c <= '9') return BackReference();
    if (std::optional<std::string> inside = ClassEscape()) return Emit(absl::StrCat("[", *inside, "]"), true);
    return false;
  }

  // To a group that has ended: as many digits as name one.
  bool BackReference() {
    rest_.remove_prefix(1);
    int group = rest_[0] - '0';
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9' && group * 10 + (rest_[0] - '0') <= groups_) {
      group = group * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    if (std::find(closed_.begin(), closed_.end(), group) == closed_.end()) return false;
    return Emit(absl::StrCat("(?:\\", group, ")"), true);
  }

  // What an escape stands for within a class; takes it. Nothing if there is no such escape.
  std::optional<std::string> ClassEscape() {
    if (rest_.size() < 2) return std::nullopt;
    const char c = rest_[1];
    if (c == 'p' || c == 'P') return Category();
    rest_.remove_prefix(2);
    switch (c) {
      case 'n':
      case 'r':
      case 't':
        return absl::StrCat("\\", std::string(1, c));
      case 's':
        return std::string(kSpace);
      case 'S':
        return absl::StrCat("[^", kSpace, "]");
      case 'd':
        return "\\p{Nd}";
      case 'D':
        return "\\P{Nd}";
      case 'w':
        return absl::StrCat("[^", kNotWord, "]");
      case 'W':
        return std::string(kNotWord);
      case 'i':
        return std::string(kNameStart);
      case 'I':
        return absl::StrCat("[^", kNameStart, "]");
      case 'c':
        return std::string(kName);
      case 'C':
        return absl::StrCat("[^", kName, "]");
      default:
        if (absl::string_view("\\|.-^?*+{}()[]$").find(c) == absl::string_view::npos) return std::nullopt;
        return absl::StrCat("\\", std::string(1, c));
    }
  }

  // `\p{Lu}` and `\p{IsGreek}`, which ICU calls a block.
  std::optional<std::string> Category() {
    const std::string escape(rest_.substr(0, 2));
    rest_.remove_prefix(2);
    const size_t close = rest_.find('}');
    if (rest_.empty() || rest_[0] != '{' || close == absl::string_view::npos) return std::nullopt;
    absl::string_view name = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    const bool plain = std::all_of(name.begin(), name.end(),
                                   [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-'; });
    if (name.empty() || !plain) return std::nullopt;
    if (absl::ConsumePrefix(&name, "Is")) return absl::StrCat(escape, "{blk=", name, "}");
    return name.size() > 2 ? std::nullopt : std::optional<std::string>(absl::StrCat(escape, "{", name, "}"));
  }

  // `[a-z-[aeiou]]`; out_ gets it as ICU writes it: `[[a-z]--[aeiou]]`.
  bool Class(int depth) {
    if (depth > kMaxClassDepth) return false;
    rest_.remove_prefix(1);
    const size_t from = out_.size();
    absl::StrAppend(&out_, Take("^") ? "[^" : "[");
    for (bool first = true; !rest_.empty(); first = false) {
      if (rest_[0] == ']') {
        rest_.remove_prefix(1);
        out_ += ']';
        return !first;
      }
      if (!first && absl::StartsWith(rest_, "-[")) {
        rest_.remove_prefix(1);
        out_ = absl::StrCat(absl::string_view(out_).substr(0, from), "[", absl::string_view(out_).substr(from), "]--");
        if (!Class(depth + 1) || !Take("]")) return false;
        out_ += ']';
        return true;
      }
      if (!ClassItem()) return false;
    }
    return false;
  }

  // A character, a range of characters, or an escape.
  bool ClassItem() {
    if (rest_[0] == '[') return false;
    if (rest_[0] == '\\') {
      const std::optional<std::string> inside = ClassEscape();
      if (!inside) return false;
      absl::StrAppend(&out_, *inside);
    } else {
      AppendLiteral(TakeCodePoint(rest_));
    }
    // A `-` before the end or a subtraction is itself.
    if (rest_.size() < 2 || rest_[0] != '-' || rest_[1] == ']' || rest_[1] == '[') return true;
    rest_.remove_prefix(1);
    out_ += '-';
    if (rest_[0] != '\\') {
      AppendLiteral(TakeCodePoint(rest_));
      return true;
    }
    const std::optional<std::string> inside = ClassEscape();
    if (!inside || inside->size() != 2) return false;
    absl::StrAppend(&out_, *inside);
    return true;
  }

  absl::string_view rest_;
  const RegexFlags flags_;
  std::string out_;
  bool repeatable_ = false;
  int groups_ = 0;
  std::vector<int> open_;  // 0 for groups that do not capture
  std::vector<int> closed_;
};

}  // namespace

std::optional<RegexFlags> ParseRegexFlags(absl::string_view letters) {
  RegexFlags flags;
  for (const char letter : letters) {
    switch (letter) {
      case 's':
        flags.dot_all = true;
        break;
      case 'm':
        flags.multi_line = true;
        break;
      case 'i':
        flags.ignore_case = true;
        break;
      case 'x':
        flags.no_spaces = true;
        break;
      case 'q':
        flags.literal = true;
        break;
      default:
        return std::nullopt;
    }
  }
  return flags;
}

std::optional<std::string> ToIcuRegex(absl::string_view expression, const RegexFlags& flags) {
  if (flags.literal) return std::string(expression);
  if (!flags.no_spaces) return Translator(expression, flags).Run();
  const std::string kept = WithoutSpaces(expression);
  return Translator(kept, flags).Run();
}

}  // namespace redress::feel
