#include "tools/dmn_tck/compare.h"

namespace redress::dmn_tck {

using feel::Kind;
using feel::Value;

namespace {

bool NumbersAgree(const feel::Decimal& expected, const feel::Decimal& actual) {
  static const auto* const tolerance = new feel::Decimal(*feel::Decimal::Parse("0.00000001"));
  const std::optional<feel::Decimal> difference = expected.Minus(actual);
  return difference && difference->Absolute() < *tolerance;
}

bool ListsAgree(const feel::List& expected, const feel::List& actual) {
  if (expected.size() != actual.size()) {
    return false;
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    if (!Agrees(expected[i], actual[i])) {
      return false;
    }
  }
  return true;
}

bool ContextsAgree(const feel::Context& expected, const feel::Context& actual) {
  if (expected.size() != actual.size()) {
    return false;
  }
  for (const auto& [name, value] : expected.entries()) {
    const Value* const other = actual.Find(name);
    if (other == nullptr || !Agrees(value, *other)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool Agrees(const Value& expected, const Value& actual) {
  if (expected.kind() != actual.kind()) {
    return false;
  }
  switch (expected.kind()) {
    case Kind::kNumber:
      return NumbersAgree(expected.number(), actual.number());
    case Kind::kList:
      return ListsAgree(expected.list(), actual.list());
    case Kind::kContext:
      return ContextsAgree(expected.context(), actual.context());
    default:
      return feel::Same(expected, actual);
  }
}

}  // namespace redress::dmn_tck
