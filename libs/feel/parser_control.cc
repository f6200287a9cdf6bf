// The parser's `if`, `for`, `some`, `every` and `function`, and types.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/characters.h"
#include "libs/feel/parser.h"
#include "libs/feel/parser_nested.h"

namespace redress::feel {
namespace {

// The type of the items that a loop over such a source has.
Type ItemType(const Type& source) {
  if (source.tag() == Type::Tag::kList || source.tag() == Type::Tag::kRange) return source.element();
  return source;
}

bool IsName(absl::string_view name) {
  if (name.empty()) return false;
  for (bool first = true; !name.empty(); first = false) {
    const char32_t point = TakeCodePoint(name);
    if (first ? !IsNameStart(point) : !IsNamePart(point) && point != ' ' && !IsNameSymbol(point)) return false;
  }
  return true;
}

}  // namespace

MutableNode Parser::If() {
  const size_t start = cursor_.position();
  cursor_.TakeWord("if");
  const Nested nested(*this, true);
  MutableNode condition = nested.ok() ? Expression() : nullptr;
  if (condition == nullptr || !ExpectWord("then")) return nullptr;
  MutableNode yes = Expression();
  if (yes == nullptr || !ExpectWord("else")) return nullptr;
  MutableNode no = Expression();
  if (no == nullptr) return nullptr;
  return At(start, IfNode(std::move(condition), std::move(yes), std::move(no)));
}

std::string Parser::NewName(absl::string_view word, absl::string_view symbols) {
  const absl::string_view rest = cursor_.Rest();
  absl::string_view left = rest;
  while (!left.empty()) {
    const size_t size = rest.size() - left.size();
    if (symbols.find(left[0]) != absl::string_view::npos) break;
    const bool after_space = size > 0 && IsSpace(static_cast<unsigned char>(rest[size - 1]));
    if (!word.empty() && after_space && MatchName(left, word) > 0) break;
    TakeCodePoint(left);
  }
  std::string name = NormalName(rest.substr(0, rest.size() - left.size()));
  if (left.empty() || !IsName(name)) {
    cursor_.Fail("a name is missing");
    return "";
  }
  cursor_.set_position(cursor_.position() + rest.size() - left.size());
  return name;
}

// Each name is known to the sources that follow it.
bool Parser::Iterators(std::vector<Iterator>& iterators) {
  do {
    const std::string name = NewName("in", ",)]}");
    if (cursor_.failed() || !ExpectWord("in")) return false;
    Iterator iterator;
    MutableNode source = Expression();
    if (source == nullptr) return false;
    Type type = ItemType(source->type());
    if (cursor_.Take("..")) {
      type = source->type();
      MutableNode end = Expression();
      if (end == nullptr) return false;
      iterator.end = std::move(end);
    }
    iterator.source = std::move(source);
    iterator.local = names_.Bind(name, std::move(type));
    iterators.push_back(std::move(iterator));
  } while (cursor_.Take(","));
  return true;
}

MutableNode Parser::For() {
  const size_t start = cursor_.position();
  cursor_.TakeWord("for");
  const Nested nested(*this, true);
  const size_t mark = names_.Mark();
  std::vector<Iterator> iterators;
  if (!nested.ok() || !Iterators(iterators) || !ExpectWord("return")) return nullptr;
  const int partial = names_.Bind("partial", Type::ListOf(Type::Any()));
  MutableNode body = Expression();
  const bool used = names_.Used(partial);
  names_.Release(mark);
  if (body == nullptr) return nullptr;
  return At(start, ForNode(std::move(iterators), std::move(body), used ? partial : -1));
}

MutableNode Parser::Quantified(bool every) {
  const size_t start = cursor_.position();
  const Nested nested(*this, true);
  const size_t mark = names_.Mark();
  std::vector<Iterator> iterators;
  if (!nested.ok() || !Iterators(iterators) || !ExpectWord("satisfies")) return nullptr;
  MutableNode condition = Expression();
  names_.Release(mark);
  if (condition == nullptr) return nullptr;
  if (every) return At(start, EveryNode(std::move(iterators), std::move(condition)));
  return At(start, SomeNode(std::move(iterators), std::move(condition)));
}

bool Parser::Parameters(std::vector<Parameter>& parameters) {
  if (!Expect("(")) return false;
  if (cursor_.Take(")")) return true;
  do {
    Parameter parameter;
    parameter.name = NewName("", ",):");
    if (cursor_.failed()) return false;
    if (cursor_.Take(":") && !ParseType(parameter.type)) return false;
    names_.Bind(parameter.name, parameter.type);
    parameters.push_back(std::move(parameter));
  } while (cursor_.Take(","));
  return Expect(")");
}

// An external function is read but not run.
MutableNode Parser::FunctionLiteral() {
  const size_t start = cursor_.position();
  cursor_.TakeWord("function");
  const Nested nested(*this, true);
  if (!nested.ok()) return nullptr;
  auto code = std::make_shared<FunctionCode>();
  names_.EnterFunction();
  MutableNode body;
  bool external = false;
  if (Parameters(code->parameters)) {
    external = cursor_.TakeWord("external");
    body = Expression();
  }
  Names::Captures captures = names_.LeaveFunction();
  if (body == nullptr) return nullptr;
  if (!external) code->body = std::move(body);
  code->locals = captures.locals_count;
  code->captured = std::move(captures.locals);
  return At(start, ClosureNode(std::move(code), std::move(captures.values)));
}

bool Parser::TypeArguments(absl::string_view name, Type& type) {
  if (name == "function") {
    std::vector<Type> parameters;
    if (!cursor_.Take(">")) {
      do {
        if (!ParseType(parameters.emplace_back())) return false;
      } while (cursor_.Take(","));
      if (!Expect(">")) return false;
    }
    Type result;
    if (!Expect("->") || !ParseType(result)) return false;
    type = Type::FunctionOf(std::move(parameters), result);
    return true;
  }
  if (name == "context") {
    std::vector<Type::Field> fields;
    if (cursor_.Take(">")) {
      type = Type::ContextOf({});
      return true;
    }
    do {
      std::string field = NewName("", ":");
      Type field_type;
      if (cursor_.failed() || !Expect(":") || !ParseType(field_type)) return false;
      fields.emplace_back(std::move(field), std::move(field_type));
    } while (cursor_.Take(","));
    type = Type::ContextOf(std::move(fields));
    return Expect(">");
  }
  Type element;
  if (!ParseType(element)) return false;
  type = name == "list" ? Type::ListOf(element) : Type::RangeOf(element);
  return Expect(">");
}

bool Parser::ParseType(Type& type) {
  const Nested nested(*this, true, true);
  if (!nested.ok()) return false;
  for (const absl::string_view name : {"list", "range", "context", "function"}) {
    const size_t start = cursor_.position();
    if (cursor_.TakeWord(name) && cursor_.Take("<")) return TypeArguments(name, type);
    cursor_.set_position(start);
  }
  const absl::string_view rest = cursor_.Rest();
  size_t size = 0;
  for (const auto& [name, unused] : names_.scope().types()) size = std::max(size, MatchName(rest, name));
  for (const absl::string_view name : Type::BuiltInNames()) size = std::max(size, MatchName(rest, name));
  const Type* const known = size == 0 ? nullptr : names_.scope().FindType(rest.substr(0, size));
  if (known == nullptr) return cursor_.Fail("the name of a type is missing or unknown");
  cursor_.set_position(cursor_.position() + size);
  type = *known;
  return true;
}

}  // namespace redress::feel
