// The parser's names and what follows an operand: properties, filters and calls.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/characters.h"
#include "libs/feel/parser.h"
#include "libs/feel/parser_nested.h"

namespace redress::feel {
namespace {

// The properties whose names are two words.
constexpr std::array<absl::string_view, 3> kLongProperties = {"time offset", "start included", "end included"};
// Built-in functions that depend on nothing but their arguments and are often called with literals.
constexpr std::array<absl::string_view, 5> kFolded = {"date", "time", "date and time", "duration", "years and months duration"};
// Names of arguments are not longer.
constexpr size_t kMaxArgumentName = 256;

// The type of the entries that a path looks into: that of the items of a list, or the base's own.
Type EntryType(const Type& base) {
  Type type = base;
  while (type.tag() == Type::Tag::kList) type = type.element();
  return type;
}

size_t MatchBuiltin(absl::string_view text) {
  size_t best = 0;
  for (const absl::string_view name : BuiltinNames()) best = std::max(best, MatchName(text, name));
  return best;
}

// The value of a call whose arguments are all literals; null if it has none.
Value Folded(const Builtin& builtin, const std::vector<NodePtr>& arguments) {
  if (std::find(kFolded.begin(), kFolded.end(), builtin.name) == kFolded.end()) return {};
  List values;
  for (const NodePtr& argument : arguments) {
    if (argument->constant() == nullptr) return {};
    values.push_back(*argument->constant());
  }
  Evaluation evaluation(Limits{}, absl::UnixEpoch(), absl::UTCTimeZone());
  return CallBuiltin(builtin, {}, values, evaluation, 0);
}

bool SeesCall(absl::string_view text, size_t size) {
  Cursor after(text);
  after.set_position(size);
  return after.Sees("(");
}

}  // namespace

MutableNode Parser::Primary() {
  const absl::string_view rest = cursor_.Rest();
  const size_t start = cursor_.position();
  if (rest.empty()) {
    cursor_.Fail("an operand is missing");
    return nullptr;
  }
  const char c = rest[0];
  if (c == '(') return Parenthesis();
  if (c == '[') return ListOrRange();
  if (c == ']') return OpenRange();
  if (c == '{') return ContextLiteral();
  if (c == '@') return AtLiteral();
  if (absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.') return NumberLiteral();
  if (c == '"') {
    std::optional<std::string> text = StringLiteral();
    return text ? At(start, ConstantNode(Value::String(*std::move(text)))) : nullptr;
  }
  if (cursor_.TakeWord("true")) return At(start, ConstantNode(Value::Boolean(true)));
  if (cursor_.TakeWord("false")) return At(start, ConstantNode(Value::Boolean(false)));
  if (cursor_.TakeWord("null")) return At(start, ConstantNode(Value()));
  if (cursor_.SeesWord("if")) return If();
  if (cursor_.SeesWord("for")) return For();
  if (cursor_.TakeWord("some")) return Quantified(false);
  if (cursor_.TakeWord("every")) return Quantified(true);
  if (cursor_.SeesWord("function") && SeesCall(rest, 8)) return FunctionLiteral();
  return Name();
}

// A variable that is no function does not hide the built-in function of its name where one is called.
MutableNode Parser::Name() {
  const absl::string_view rest = cursor_.Rest();
  const size_t start = cursor_.position();
  const Names::Found found = names_.Find(rest);
  const size_t built_in = MatchBuiltin(rest);
  if (built_in > 0 && (found.size == 0 || (SeesCall(rest, built_in) && built_in >= found.size))) {
    const Type type = found.size == 0 ? Type::Any() : names_.TypeOf(found);
    const bool hidden = found.size == built_in && (type.is_any() || type.tag() == Type::Tag::kFunction);
    if (!hidden) return BuiltinName(built_in, *FindBuiltin(NormalName(rest.substr(0, built_in))));
  }
  // Where the entries of an item are unknown, more words than those known may be one of their names.
  const size_t words = std::max(MatchWords(rest), names_.MatchEntryName(rest));
  if (words > found.size) {
    if (MutableNode node = names_.UseUnknown(rest.substr(0, words)); node != nullptr) {
      cursor_.set_position(start + words);
      return At(start, std::move(node));
    }
  }
  if (found.size > 0) {
    cursor_.set_position(start + found.size);
    return At(start, names_.Use(found));
  }
  cursor_.Fail(words == 0 ? "an operand is missing" : absl::StrCat("the name '", rest.substr(0, words), "' is unknown"));
  return nullptr;
}

MutableNode Parser::BuiltinName(size_t size, const Builtin& builtin) {
  const size_t start = cursor_.position();
  cursor_.set_position(start + size);
  if (cursor_.Sees("(")) return CallOf(nullptr, &builtin, start);
  return At(start, ConstantNode(BuiltinValue(builtin)));
}

MutableNode Parser::Postfix() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode node = Primary();
  while (node != nullptr) {
    if (cursor_.Sees(".") && !cursor_.Sees("..")) {
      node = PropertyOf(std::move(node), start);
    } else if (cursor_.Sees("[") && SeesFilter()) {
      node = FilterOf(std::move(node), start);
    } else if (cursor_.Sees("(")) {
      node = CallOf(std::move(node), nullptr, start);
    } else {
      break;
    }
  }
  return node;
}

// At the second end of a range a `[` closes it, unless an operand follows, as in `[1..last[1]]`.
bool Parser::SeesFilter() {
  if (!range_end_) return true;
  Cursor after(cursor_.text());
  after.set_position(cursor_.position() + 1);
  const absl::string_view rest = after.Rest();
  if (rest.empty() || absl::string_view(")],}[=!<>+*/.").find(rest[0]) != absl::string_view::npos) return false;
  for (const absl::string_view word : {"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"}) {
    if (after.SeesWord(word)) return false;
  }
  return true;
}

size_t Parser::MatchProperty(const Type& base) {
  const absl::string_view rest = cursor_.Rest();
  const Type entries = EntryType(base);
  size_t size = 0;
  for (const auto& [name, type] : entries.fields()) size = std::max(size, MatchName(rest, name));
  if (size > 0) return size;
  for (const absl::string_view name : kLongProperties) size = std::max(size, MatchName(rest, name));
  return std::max({size, names_.MatchEntryName(rest), MatchWords(rest)});
}

MutableNode Parser::PropertyOf(MutableNode base, size_t start) {
  cursor_.Take(".");
  const size_t size = MatchProperty(base->type());
  if (size == 0) {
    cursor_.Fail("the name of a property is missing");
    return nullptr;
  }
  std::string name = NormalName(cursor_.Rest().substr(0, size));
  cursor_.set_position(cursor_.position() + size);
  return At(start, PathNode(std::move(base), std::move(name)));
}

MutableNode Parser::FilterOf(MutableNode base, size_t start) {
  cursor_.Take("[");
  const Nested nested(*this, true);
  if (!nested.ok()) return nullptr;
  const size_t mark = names_.Mark();
  const Type type = base->type();
  const int item = names_.Bind("item", type.tag() == Type::Tag::kList ? type.element() : type, true);
  MutableNode predicate = Expression();
  names_.Release(mark);
  if (predicate == nullptr || !Expect("]")) return nullptr;
  return At(start, FilterNode(std::move(base), std::move(predicate), item));
}

// A name and a `:` before an argument; empty if there is none, and then nothing is taken.
std::string Parser::ArgumentName() {
  const absl::string_view rest = cursor_.Rest();
  absl::string_view left = rest.substr(0, kMaxArgumentName);
  for (bool first = true; !left.empty(); first = false) {
    const absl::string_view here = left;
    const char32_t point = TakeCodePoint(left);
    if (point == ':' && !first) {
      const size_t size = rest.substr(0, kMaxArgumentName).size() - here.size();
      cursor_.set_position(cursor_.position() + size + 1);
      return NormalName(rest.substr(0, size));
    }
    if (first ? !IsNameStart(point) : !IsNamePart(point) && !IsSpace(point) && !IsNameSymbol(point)) return "";
  }
  return "";
}

bool Parser::ParseArguments(Arguments& arguments) {
  const Nested nested(*this, true);
  if (!nested.ok() || !Expect("(")) return false;
  if (cursor_.Take(")")) return true;
  do {
    std::string name = ArgumentName();
    if (!arguments.values.empty() && name.empty() != arguments.names.empty()) {
      return cursor_.Fail("either all arguments have names or none has");
    }
    if (!name.empty()) arguments.names.push_back(std::move(name));
    MutableNode value = Expression();
    if (value == nullptr) return false;
    arguments.values.push_back(std::move(value));
  } while (cursor_.Take(","));
  return Expect(")");
}

// Of a built-in function if one is given, else of the callee.
MutableNode Parser::CallOf(MutableNode callee, const Builtin* builtin, size_t start) {
  Arguments arguments;
  if (!ParseArguments(arguments)) return nullptr;
  if (builtin == nullptr) return At(start, CallNode(std::move(callee), std::move(arguments.names), std::move(arguments.values)));
  if (arguments.names.empty()) {
    Value value = Folded(*builtin, arguments.values);
    if (!value.is_null()) return At(start, ConstantNode(std::move(value)));
  }
  return At(start, BuiltinNode(*builtin, std::move(arguments.names), std::move(arguments.values)));
}

}  // namespace redress::feel
