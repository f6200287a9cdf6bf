// One cell of a decision table: what a fact must be, in the form of a unary test of the DMN standard as far as our tables need
// it.
//   true    48    LATE    >= 48    < 360    not(EXPIRED, "")    LOST, WRONG_ITEM
// A fact that is absent passes no test, `not` neither. Values; pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/compensation/domain/facts.h"

namespace redress::compensation {

struct UnaryTest {
  enum class Op { kAnyOf, kNoneOf, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };
  Op op = Op::kAnyOf;
  std::vector<FactValue> values;  // one number for the comparisons

  friend bool operator==(const UnaryTest&, const UnaryTest&) = default;
};

// Words are [A-Z_]+ bare, anything else in double quotes. INVALID_ARGUMENT, reason INVALID_POLICY, with the text otherwise.
absl::StatusOr<UnaryTest> ParseUnaryTest(absl::string_view text);

// A value of another type passes no comparison, and equals nothing.
bool Passes(const UnaryTest& test, const FactValue& value);

}  // namespace redress::compensation
