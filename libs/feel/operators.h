// FEEL's operators on values: the tables of the specification, from kinds to results. What no table has is null. Pure functions,
// thread safe.
#pragma once

#include <optional>

#include "libs/feel/evaluation.h"
#include "libs/feel/value.h"

namespace redress::feel {

enum class Operator : uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
};

// `a + b` and the other four. Adding two strings keeps to the evaluation's limit.
Value Arithmetic(Operator op, const Value& a, const Value& b, Evaluation& evaluation);
// `a = b`, `a < b`, …
Value Relation(Operator op, const Value& a, const Value& b);
// `-a`.
Value Negated(const Value& value);
// Three-valued logic: what is no boolean counts as null.
Value And(const Value& a, const Value& b);
Value Or(const Value& a, const Value& b);
Value Not(const Value& value);
Value FromOptional(const std::optional<bool>& value);

// `value in test`, where the test was a value: a list holds it or a range that includes it, a range includes it, else it is
// equal.
Value In(const Value& value, const Value& test);
// The same for a unary test. A condition, which is true or false whatever the input, counts as such unless the input is a boolean
// itself; a constant is no condition for an input that is missing.
Value InTest(const Value& input, const Value& test, bool constant);
// The property or the entry of that name (`.year`, `.start included`, `.name`); of a list, the list of those of its items.
Value Property(const Value& value, absl::string_view name, Evaluation& evaluation);

}  // namespace redress::feel
