// The parser's entrances and its operators.
#include "libs/feel/parser.h"

#include "absl/strings/str_cat.h"
#include "libs/feel/parser_nested.h"

namespace redress::feel {

MutableNode Parser::At(size_t start, MutableNode node) {
  if (node == nullptr) return nullptr;
  node->set_position(static_cast<int>(start));
  if (node->depth() > kMaxTree) {
    cursor_.Fail("the expression is too long");
    return nullptr;
  }
  return node;
}

bool Parser::Expect(absl::string_view symbol) {
  return cursor_.Take(symbol) || cursor_.Fail(absl::StrCat("'", symbol, "' is missing"));
}

bool Parser::ExpectWord(absl::string_view word) {
  return cursor_.TakeWord(word) || cursor_.Fail(absl::StrCat("'", word, "' is missing"));
}

std::shared_ptr<Code> Parser::Finish(std::shared_ptr<Code> code) {
  code->locals = names_.locals_count();
  code->reads.assign(names_.reads().begin(), names_.reads().end());
  return code;
}

absl::StatusOr<std::shared_ptr<const Code>> Parser::ParseExpression() {
  MutableNode root = Expression();
  if (root != nullptr && !cursor_.AtEnd()) cursor_.Fail("something is left that does not go on with the expression");
  if (cursor_.failed()) return cursor_.status();
  auto code = std::make_shared<Code>();
  code->type = root->type();
  code->root = std::move(root);
  return Finish(std::move(code));
}

absl::StatusOr<Type> Parser::ParseWholeType() {
  Type type;
  if (ParseType(type) && !cursor_.AtEnd()) cursor_.Fail("something is left behind the type");
  if (cursor_.failed()) return cursor_.status();
  return type;
}

MutableNode Parser::Expression() {
  const Nested nested(*this);
  if (!nested.ok()) return nullptr;
  return SeesOperatorRange() ? OperatorRange() : Disjunction();
}

MutableNode Parser::Disjunction() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = Conjunction();
  while (left != nullptr && cursor_.TakeWord("or")) {
    MutableNode right = Conjunction();
    if (right == nullptr) return nullptr;
    left = At(start, OrNode(std::move(left), std::move(right)));
  }
  return left;
}

MutableNode Parser::Conjunction() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = Comparison();
  while (left != nullptr && cursor_.TakeWord("and")) {
    MutableNode right = Comparison();
    if (right == nullptr) return nullptr;
    left = At(start, AndNode(std::move(left), std::move(right)));
  }
  return left;
}

std::optional<Operator> Parser::TakeRelation() {
  if (cursor_.Take("!=")) return Operator::kNotEqual;
  if (cursor_.Take("<=")) return Operator::kLessOrEqual;
  if (cursor_.Take(">=")) return Operator::kGreaterOrEqual;
  if (cursor_.Take("<")) return Operator::kLess;
  if (cursor_.Take(">")) return Operator::kGreater;
  if (cursor_.Take("=")) return Operator::kEqual;
  return std::nullopt;
}

MutableNode Parser::Comparison() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = Sum();
  while (left != nullptr) {
    if (const std::optional<Operator> op = TakeRelation()) {
      MutableNode right = Sum();
      if (right == nullptr) return nullptr;
      left = At(start, RelationNode(*op, std::move(left), std::move(right)));
    } else if (cursor_.TakeWord("between")) {
      left = BetweenRest(std::move(left), start);
    } else if (cursor_.TakeWord("in")) {
      left = InRest(std::move(left), start);
    } else if (cursor_.TakeWord("instance")) {
      left = InstanceRest(std::move(left), start);
    } else {
      break;
    }
  }
  return left;
}

MutableNode Parser::BetweenRest(MutableNode value, size_t start) {
  MutableNode low = Sum();
  if (low == nullptr || !ExpectWord("and")) return nullptr;
  MutableNode high = Sum();
  if (high == nullptr) return nullptr;
  return At(start, BetweenNode(std::move(value), std::move(low), std::move(high)));
}

MutableNode Parser::InstanceRest(MutableNode value, size_t start) {
  Type type;
  if (!ExpectWord("of") || !ParseType(type)) return nullptr;
  return At(start, InstanceOfNode(std::move(value), type));
}

// `in (a, b)`, `in (1..5)`, `in [1..5]`, `in <5`, `in list`.
MutableNode Parser::InRest(MutableNode value, size_t start) {
  std::vector<NodePtr> tests;
  const Nested nested(*this);
  if (!nested.ok()) return nullptr;
  if (!cursor_.Sees("(")) {
    MutableNode test = SeesOperatorRange() ? OperatorRange() : Sum();
    if (test == nullptr) return nullptr;
    tests.push_back(std::move(test));
    return At(start, InNode(std::move(value), std::move(tests)));
  }
  const size_t bracket = cursor_.position();
  cursor_.Take("(");
  const Nested inside(*this, true);
  do {
    MutableNode test = Expression();
    if (test == nullptr) return nullptr;
    if (tests.empty() && cursor_.Take("..")) {
      test = RangeRest(std::move(test), false, bracket);
      if (test == nullptr) return nullptr;
      tests.push_back(std::move(test));
      return At(start, InNode(std::move(value), std::move(tests)));
    }
    tests.push_back(std::move(test));
  } while (cursor_.Take(","));
  if (!Expect(")")) return nullptr;
  return At(start, InNode(std::move(value), std::move(tests)));
}

MutableNode Parser::Sum() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = Product();
  while (left != nullptr && (cursor_.Sees("+") || cursor_.Sees("-"))) {
    const Operator op = cursor_.Take("+") ? Operator::kAdd : Operator::kSubtract;
    if (op == Operator::kSubtract) cursor_.Take("-");
    MutableNode right = Product();
    if (right == nullptr) return nullptr;
    left = At(start, ArithmeticNode(op, std::move(left), std::move(right)));
  }
  return left;
}

MutableNode Parser::Product() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = PowerOf();
  while (left != nullptr && (cursor_.Sees("/") || cursor_.Sees("*"))) {
    const Operator op = cursor_.Take("*") ? Operator::kMultiply : Operator::kDivide;
    if (op == Operator::kDivide) cursor_.Take("/");
    MutableNode right = PowerOf();
    if (right == nullptr) return nullptr;
    left = At(start, ArithmeticNode(op, std::move(left), std::move(right)));
  }
  return left;
}

MutableNode Parser::PowerOf() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  MutableNode left = Sign();
  while (left != nullptr && cursor_.Take("**")) {
    MutableNode right = Sign();
    if (right == nullptr) return nullptr;
    left = At(start, ArithmeticNode(Operator::kPower, std::move(left), std::move(right)));
  }
  return left;
}

// A sign binds tighter than `**`.
MutableNode Parser::Sign() {
  cursor_.SkipSpace();
  const size_t start = cursor_.position();
  if (!cursor_.Take("-")) return Postfix();
  const Nested nested(*this);
  if (!nested.ok()) return nullptr;
  MutableNode operand = Sign();
  if (operand == nullptr) return nullptr;
  return At(start, NegativeNode(std::move(operand)));
}

}  // namespace redress::feel
