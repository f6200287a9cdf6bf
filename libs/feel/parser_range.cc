// The parser's brackets: ranges, lists and parentheses; and unary tests.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/parser.h"
#include "libs/feel/parser_nested.h"

namespace redress::feel {
namespace {

RangeEnds Ends(NodePtr start, NodePtr end, bool start_included, bool end_included) {
  RangeEnds ends;
  ends.start = std::move(start);
  ends.end = std::move(end);
  ends.start_included = start_included;
  ends.end_included = end_included;
  return ends;
}

}  // namespace

bool Parser::SeesOperatorRange() {
  const absl::string_view rest = cursor_.Rest();
  return absl::StartsWith(rest, "<") || absl::StartsWith(rest, ">") || absl::StartsWith(rest, "=") ||
         absl::StartsWith(rest, "!=");
}

MutableNode Parser::OperatorRange() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  const std::optional<Operator> op = TakeRelation();
  MutableNode value = op ? Sum() : nullptr;
  if (value == nullptr) return nullptr;
  switch (*op) {
    case Operator::kLess:
      return At(start, RangeNode(Range::Form::kLess, Ends(nullptr, std::move(value), false, false)));
    case Operator::kLessOrEqual:
      return At(start, RangeNode(Range::Form::kLessOrEqual, Ends(nullptr, std::move(value), false, true)));
    case Operator::kGreater:
      return At(start, RangeNode(Range::Form::kGreater, Ends(std::move(value), nullptr, false, false)));
    case Operator::kGreaterOrEqual:
      return At(start, RangeNode(Range::Form::kGreaterOrEqual, Ends(std::move(value), nullptr, true, false)));
    case Operator::kEqual:
      return At(start, RangeNode(Range::Form::kEqual, Ends(std::move(value), nullptr, true, true)));
    default:
      return At(start, RangeNode(Range::Form::kNotEqual, Ends(std::move(value), nullptr, false, false)));
  }
}

MutableNode Parser::RangeRest(MutableNode first, bool start_included, size_t start) {
  const bool outer = range_end_;
  range_end_ = true;
  MutableNode second = Sum();
  range_end_ = outer;
  if (second == nullptr) return nullptr;
  const bool end_included = cursor_.Take("]");
  if (!end_included && !cursor_.Take(")") && !cursor_.Take("[")) {
    cursor_.Fail("the range is not closed");
    return nullptr;
  }
  return At(start, RangeNode(Range::Form::kInterval, Ends(std::move(first), std::move(second), start_included, end_included)));
}

MutableNode Parser::Parenthesis() {
  const size_t start = cursor_.position();
  cursor_.Take("(");
  const Nested nested(*this, true);
  MutableNode inner = nested.ok() ? Expression() : nullptr;
  if (inner == nullptr) return nullptr;
  if (cursor_.Take("..")) return RangeRest(std::move(inner), false, start);
  return Expect(")") ? std::move(inner) : nullptr;
}

MutableNode Parser::ListOrRange() {
  const size_t start = cursor_.position();
  cursor_.Take("[");
  const Nested nested(*this, true);
  if (!nested.ok()) return nullptr;
  std::vector<NodePtr> items;
  if (cursor_.Take("]")) return At(start, ListNode(std::move(items)));
  do {
    MutableNode item = Expression();
    if (item == nullptr) return nullptr;
    if (items.empty() && cursor_.Take("..")) return RangeRest(std::move(item), true, start);
    items.push_back(std::move(item));
  } while (cursor_.Take(","));
  if (!Expect("]")) return nullptr;
  return At(start, ListNode(std::move(items)));
}

// `]1..5]`.
MutableNode Parser::OpenRange() {
  const size_t start = cursor_.position();
  cursor_.Take("]");
  const Nested nested(*this, true, true);
  MutableNode first = nested.ok() ? Sum() : nullptr;
  if (first == nullptr || !Expect("..")) return nullptr;
  return RangeRest(std::move(first), false, start);
}

MutableNode Parser::OneTest() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  // The local 0 is `?`: a test that names it tells by itself whether it is passed.
  names_.ClearUsed(0);
  MutableNode test = Expression();
  if (test == nullptr) return nullptr;
  return At(start, TestNode(std::move(test), names_.Used(0)));
}

bool Parser::Tests(Code& code) {
  do {
    MutableNode test = OneTest();
    if (test == nullptr) return false;
    code.tests.push_back(std::move(test));
  } while (cursor_.Take(","));
  return true;
}

namespace {

// Where every test is against a constant, evaluating needs no frame.
void FindConstants(Code& code) {
  for (const NodePtr& test : code.tests) {
    const Value* const constant = test->Against();
    if (constant == nullptr) {
      code.against.clear();
      return;
    }
    code.against.push_back(constant);
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Code>> Parser::ParseTests(const Type& input) {
  auto code = std::make_shared<Code>();
  code->type = Type::Of(Type::Tag::kBoolean);
  names_.Bind("?", input);
  if (cursor_.Take("-") && cursor_.AtEnd()) {
    code->any = true;
    return Finish(std::move(code));
  }
  cursor_.set_position(0);
  // `not(…)` around everything denies the tests; as a part of an expression it is the function.
  if (cursor_.TakeWord("not") && cursor_.Take("(") && Tests(*code) && cursor_.Take(")") && cursor_.AtEnd()) {
    code->negated = true;
    FindConstants(*code);
    return Finish(std::move(code));
  }
  cursor_.Reset(0);
  code->tests.clear();
  if (Tests(*code) && !cursor_.AtEnd()) cursor_.Fail("something is left that is no test");
  if (cursor_.failed()) return cursor_.status();
  FindConstants(*code);
  return Finish(std::move(code));
}

}  // namespace redress::feel
