#include "services/compensation/domain/unary_test.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

constexpr std::pair<absl::string_view, UnaryTest::Op> kComparisons[] = {{"<=", UnaryTest::Op::kLessOrEqual},
                                                                        {">=", UnaryTest::Op::kGreaterOrEqual},
                                                                        {"<", UnaryTest::Op::kLess},
                                                                        {">", UnaryTest::Op::kGreater}};

absl::Status Bad(absl::string_view text) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY", absl::StrCat("`", text, "` is no test of a fact"));
}

absl::StatusOr<FactValue> ParseValue(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  int64_t number = 0;
  if (text == "true" || text == "false") return FactValue(text == "true");
  if (absl::SimpleAtoi(text, &number)) return FactValue(number);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    return FactValue(std::string(text.substr(1, text.size() - 2)));
  const bool word =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
  if (!word) return Bad(text);
  return FactValue(std::string(text));
}

bool Compare(UnaryTest::Op op, int64_t value, int64_t bound) {
  switch (op) {
    case UnaryTest::Op::kLess:
      return value < bound;
    case UnaryTest::Op::kLessOrEqual:
      return value <= bound;
    case UnaryTest::Op::kGreater:
      return value > bound;
    case UnaryTest::Op::kGreaterOrEqual:
      return value >= bound;
    case UnaryTest::Op::kAnyOf:
    case UnaryTest::Op::kNoneOf:
      break;
  }
  return false;
}

}  // namespace

absl::StatusOr<UnaryTest> ParseUnaryTest(absl::string_view text) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  UnaryTest test;
  for (const auto& [sign, op] : kComparisons) {
    if (!absl::ConsumePrefix(&rest, sign)) continue;
    test.op = op;
    ASSIGN_OR_RETURN(const FactValue bound, ParseValue(rest));
    if (!absl::holds_alternative<int64_t>(bound)) return Bad(text);
    test.values = {bound};
    return test;
  }
  if (absl::ConsumePrefix(&rest, "not(")) {
    if (!absl::ConsumeSuffix(&rest, ")")) return Bad(text);
    test.op = UnaryTest::Op::kNoneOf;
  }
  for (const absl::string_view part : absl::StrSplit(rest, ',')) {
    ASSIGN_OR_RETURN(FactValue value, ParseValue(part));
    test.values.push_back(std::move(value));
  }
  return test;
}

bool Passes(const UnaryTest& test, const FactValue& value) {
  const bool among = std::find(test.values.begin(), test.values.end(), value) != test.values.end();
  if (test.op == UnaryTest::Op::kAnyOf) return among;
  if (test.op == UnaryTest::Op::kNoneOf) return !among;
  const auto* number = absl::get_if<int64_t>(&value);
  const auto* bound = test.values.size() == 1 ? absl::get_if<int64_t>(&test.values[0]) : nullptr;
  return number != nullptr && bound != nullptr && Compare(test.op, *number, *bound);
}

}  // namespace redress::compensation
