#include "libs/base/filter.h"

#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "libs/base/error.h"

namespace redress {
namespace {

using Conditions = std::vector<Condition>;

const std::vector<FilterField>& Fields() {
  static const auto* const fields = new std::vector<FilterField>{
      {"state", {FilterOp::kEqual, FilterOp::kNotEqual}, true},
      {"team"},
      {"received_time", {FilterOp::kGreaterOrEqual, FilterOp::kLess, FilterOp::kGreater, FilterOp::kLessOrEqual}},
  };
  return *fields;
}

// The descriptions of all violations, each of which must be one of `filter`.
std::vector<std::string> ProblemsOf(absl::string_view filter) {
  const absl::Status status = ParseFilter(filter, Fields()).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(status) == "INVALID_FIELDS");
  std::vector<std::string> problems;
  for (const FieldViolation& violation : ViolationsOf(status)) {
    CHECK(violation.field == "filter");
    problems.push_back(violation.description);
  }
  return problems;
}

TEST_CASE("Comparisons joined by AND become conditions in their order", "[base]") {
  CHECK(ParseFilter("", Fields()).value().empty());
  CHECK(ParseFilter(" \t", Fields()).value().empty());
  CHECK(ParseFilter("state = QUEUED", Fields()).value() == Conditions{{"state", FilterOp::kEqual, "QUEUED", {}}});
  CHECK(ParseFilter("team=\"teams/logistics\" AND received_time>='2026-11-01T00:00:00Z'AND\treceived_time < 2026-12-01T00:00:00Z",
                    Fields())
            .value() == Conditions{{"team", FilterOp::kEqual, "teams/logistics", {}},
                                   {"received_time", FilterOp::kGreaterOrEqual, "2026-11-01T00:00:00Z", {}},
                                   {"received_time", FilterOp::kLess, "2026-12-01T00:00:00Z", {}}});
}

TEST_CASE("Every operator is known by its longest form", "[base]") {
  const auto [text, op] = GENERATE(table<std::string, FilterOp>({
      {"=", FilterOp::kEqual},
      {"!=", FilterOp::kNotEqual},
      {"<", FilterOp::kLess},
      {"<=", FilterOp::kLessOrEqual},
      {">", FilterOp::kGreater},
      {">=", FilterOp::kGreaterOrEqual},
  }));
  const std::vector<FilterField> any = {{"x", {op}}};
  CHECK(ParseFilter("x" + text + "1", any).value() == Conditions{{"x", op, "1", {}}});
  CHECK(FilterOpText(op) == text);
}

TEST_CASE("OR binds tighter than AND", "[base]") {
  const Conditions expected = {{"team", FilterOp::kEqual, "a", {}}, {"state", FilterOp::kEqual, "QUEUED", {"OFFERED", "DONE"}}};
  CHECK(ParseFilter("team = a AND state = QUEUED OR state = OFFERED OR state = DONE", Fields()).value() == expected);
  CHECK(ParseFilter("team = a AND (state = QUEUED OR state = OFFERED OR state = DONE)", Fields()).value() == expected);
  const Conditions reversed = {{"state", FilterOp::kEqual, "A", {"B"}}, {"team", FilterOp::kEqual, "a", {}}};
  CHECK(ParseFilter("state = A OR state = B AND team = a", Fields()).value() == reversed);
}

TEST_CASE("OR joins only values of one field that allows it, compared by =", "[base]") {
  CHECK(ProblemsOf("state = A OR team = a") == std::vector<std::string>{"OR joins only comparisons of one field by ="});
  CHECK(ProblemsOf("state = A OR state != B") == std::vector<std::string>{"OR joins only comparisons of one field by ="});
  CHECK(ProblemsOf("state != A OR state = B") == std::vector<std::string>{"OR joins only comparisons of one field by ="});
  CHECK(ProblemsOf("team = a OR team = b") == std::vector<std::string>{"team takes one value, no OR"});
}

TEST_CASE("All unknown fields and operators are named at once", "[base]") {
  CHECK(ProblemsOf("colour = red AND team != a AND state < B AND received_time = x AND size > 3") ==
        std::vector<std::string>{"unknown field colour", "team cannot be compared by !=", "state cannot be compared by <",
                                 "received_time cannot be compared by =", "unknown field size"});
}

TEST_CASE("Quotes hold any text, a backslash makes a character plain", "[base]") {
  const auto [quoted, value] = GENERATE(table<std::string, std::string>({
      {R"("")", ""},
      {R"("a AND b = \"c\"")", "a AND b = \"c\""},
      {R"('it\'s')", "it's"},
      {R"("back\\slash")", "back\\slash"},
      {"\"投诉 (1)\"", "投诉 (1)"},
      {"投诉", "投诉"},
      {"-1.5e+3", "-1.5e+3"},
      {"ANDROID", "ANDROID"},
  }));
  CHECK(ParseFilter("team = " + quoted, Fields()).value() == Conditions{{"team", FilterOp::kEqual, value, {}}});
  CHECK(ParseFilter("team = " + quoted + " AND state = A", Fields())->size() == 2);
}

TEST_CASE("What is no filter of ours is refused, never ignored", "[base]") {
  const auto filter = GENERATE(as<std::string>(), "state", "state =", "= A", "state == A", "state = A AND", "AND state = A",
                               "state = A state = B", "state = A and state = B", "state = A, state = B", "NOT state = A",
                               "-state = A", "state:A", "state = (A OR B)", "(state = A", "state = A)", "((state = A))",
                               "(state = A AND team = b)", "state = A OR", "team = \"open", "team = 'a\\", "f(state)",
                               "state ~ A", "state = A OR (state = B)", "state = \"A\"\"B\"", "state = A;", "\x01");
  CHECK(ProblemsOf(filter).size() == 1);
}

TEST_CASE("A filter of 2,000 bytes is read, a longer one is refused", "[base]") {
  const std::string longest = "team = " + std::string(1993, 'a');
  CHECK(ParseFilter(longest, Fields()).ok());
  CHECK(ProblemsOf(longest + "a") == std::vector<std::string>{"at most 2,000 bytes"});
}

}  // namespace
}  // namespace redress
