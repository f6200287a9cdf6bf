#include "libs/feel/operators.h"

#include <catch2/catch.hpp>

#include "libs/feel/testing.h"

namespace redress::feel {
namespace {

void CheckAll(const Results& results) {
  for (const auto& [text, wanted] : results) {
    INFO(text);
    CHECK(Result(text) == wanted);
  }
}

TEST_CASE("Arithmetic follows the tables of the specification", "[feel]") {
  CheckAll({
      {"1 + 2 * 3", "7"},
      {"-2 ** 2", "4"},
      {"2 ** 3 ** 2", "64"},
      {"10 - -5", "15"},
      {"7 / 2", "3.5"},
      {"1 / 0", "null"},
      {"1 + null", "null"},
      {"\"a\" + \"b\"", "\"ab\""},
      {"\"a\" + 1", "null"},
      {"\"a\" - \"a\"", "null"},
      {"true + true", "null"},
      {"[1] + [2]", "null"},
      {"-\"a\"", "null"},
  });
}

TEST_CASE("Dates, times and durations are added and subtracted", "[feel]") {
  CheckAll({
      {"@\"2024-01-31\" + @\"P1M\"", "@\"2024-02-29\""},
      {"@\"P1M\" + @\"2024-01-31\"", "@\"2024-02-29\""},
      {"@\"2024-01-31\" - @\"P1D\"", "@\"2024-01-30\""},
      {"@\"2024-01-31\" + @\"PT36H\"", "@\"2024-02-01\""},
      {"@\"2024-01-31\" - @\"PT1H\"", "@\"2024-01-30\""},
      {"@\"2024-03-01\" - @\"2024-02-01\"", "@\"P29D\""},
      {"@\"2024-03-01\" - @\"2024-02-29T23:00:00\"", "@\"PT1H\""},
      {"@\"2024-03-01\" - @\"2024-03-01T01:00:00+01:00\"", "@\"PT0S\""},
      {"@\"2024-03-01T00:00:00\" - @\"2024-03-01T00:00:00Z\"", "null"},
      {"@\"10:00:00\" - @\"09:30:00\"", "@\"PT30M\""},
      {"@\"10:00:00\" + @\"PT15H\"", "@\"01:00:00\""},
      {"@\"10:00:00\" + @\"P1M\"", "null"},
      {"@\"P1D\" - @\"2024-01-01\"", "null"},
      {"@\"2024-01-01\" + @\"2024-01-01\"", "null"},
      {"@\"P1Y\" + @\"P3M\"", "@\"P1Y3M\""},
      {"@\"P1Y\" + @\"P1D\"", "null"},
      {"@\"PT1H\" - @\"PT0.5S\"", "@\"PT59M59.5S\""},
      {"@\"P1Y\" * 1.5", "@\"P1Y6M\""},
      {"2 * @\"PT1H\"", "@\"PT2H\""},
      {"@\"PT1H\" / 3", "@\"PT20M\""},
      {"@\"P2Y\" / @\"P6M\"", "4"},
      {"@\"PT1H\" / @\"PT0S\"", "null"},
      {"@\"P1Y\" * @\"P1Y\"", "null"},
      {"-@\"PT1.5S\"", "@\"-PT1.5S\""},
      {"@\"999999999-12-31\" + @\"P1D\"", "null"},
  });
}

TEST_CASE("Logic has three values", "[feel]") {
  const std::vector<std::string> values = {"true", "false", "null", "1"};
  const std::vector<std::vector<std::string>> conjunctions = {{"true", "false", "null", "null"},
                                                              {"false", "false", "false", "false"},
                                                              {"null", "false", "null", "null"},
                                                              {"null", "false", "null", "null"}};
  const std::vector<std::vector<std::string>> disjunctions = {{"true", "true", "true", "true"},
                                                              {"true", "false", "null", "null"},
                                                              {"true", "null", "null", "null"},
                                                              {"true", "null", "null", "null"}};
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = 0; j < values.size(); ++j) {
      INFO(values[i] << ", " << values[j]);
      CHECK(Result(absl::StrCat(values[i], " and ", values[j])) == conjunctions[i][j]);
      CHECK(Result(absl::StrCat(values[i], " or ", values[j])) == disjunctions[i][j]);
    }
  }
  CheckAll({{"not(true)", "false"}, {"not(null)", "null"}, {"not(1)", "null"}});
}

TEST_CASE("Equality is of one kind, and null equals null only", "[feel]") {
  CheckAll({
      {"null = null", "true"},
      {"1 = null", "false"},
      {"1 != null", "true"},
      {"1 = 1.0", "true"},
      {"1 = \"1\"", "null"},
      {"1 != \"1\"", "null"},
      {"[1, [2]] = [1, [2]]", "true"},
      {"[1, 2] = [2, 1]", "false"},
      {"[1] = 1", "null"},
      {"{a: 1, b: 2} = {b: 2, a: 1}", "true"},
      {"{a: 1} = {a: 1, b: 2}", "false"},
      {"[1..2] = [1..2]", "true"},
      {"(1..2] = ]1..2]", "true"},
      {"(<2) = (null..2)", "false"},
      {"@\"P1Y\" = @\"P12M\"", "true"},
      {"@\"P1Y\" = @\"P365D\"", "null"},
      {"@\"2024-01-01T00:00:00Z\" = @\"2024-01-01T01:00:00+01:00\"", "true"},
      {"@\"2024-01-01T00:00:00\" = @\"2024-01-01T00:00:00Z\"", "false"},
      {"@\"10:00:00.1\" = @\"10:00:00.2\"", "true"},
      {"@\"10:00:00.1\" < @\"10:00:00.2\"", "true"},
      {"abs = abs", "false"},
  });
}

TEST_CASE("Order exists within the kinds that have one", "[feel]") {
  CheckAll({
      {"1 < 2", "true"},
      {"2 <= 2", "true"},
      {"\"a\" > \"B\"", "true"},
      {"true < false", "null"},
      {"1 < \"2\"", "null"},
      {"null < 1", "null"},
      {"[1] < [2]", "null"},
      {"@\"2024-01-01\" < @\"2024-01-02\"", "true"},
      {"@\"P1Y\" > @\"P11M\"", "true"},
      {"5 between 1 and 5", "true"},
      {"0 between 1 and null", "false"},
      {"2 between 1 and null", "null"},
  });
}

TEST_CASE("In tests ranges, lists and values", "[feel]") {
  CheckAll({
      {"5 in [1..5]", "true"},
      {"5 in [1..5)", "false"},
      {"5 in (1..5[", "false"},
      {"5 in ]4..9]", "true"},
      {"5 in (null..5]", "true"},
      {"5 in (<5)", "false"},
      {"5 in <= 5", "true"},
      {"5 in (1, 3, >4)", "true"},
      {"5 in (!= 5)", "false"},
      {"5 in [1, 5]", "true"},
      {"5 in ([1..2], [4..6])", "true"},
      {"[1] in [[1], 2]", "true"},
      {"\"a\" in [1..5]", "null"},
      {"null in (1, null)", "true"},
      {"null in [1..2]", "null"},
      {"5 in [1, 2..3]", "error: 1:11: ']' is missing"},
  });
}

TEST_CASE("Values have the properties of their kind", "[feel]") {
  CheckAll({
      {"@\"2024-02-29\".year", "2024"},
      {"@\"2024-02-29\".weekday", "4"},
      {"@\"2024-02-29T10:11:12.5+01:00\".second", "12.5"},
      {"@\"2024-02-29T10:11:12.5+01:00\".time offset", "@\"PT1H\""},
      {"@\"2024-07-01T10:00:00@Europe/Paris\".time offset", "@\"PT2H\""},
      {"@\"2024-07-01T10:00:00@Europe/Paris\".timezone", "\"Europe/Paris\""},
      {"@\"2024-07-01T10:00:00\".timezone", "null"},
      {"@\"10:11:12\".minute", "11"},
      {"@\"-P1Y2M\".months", "-2"},
      {"@\"-P1DT2H3M4.5S\".days", "-1"},
      {"@\"-P1DT2H3M4.5S\".seconds", "-4.5"},
      {"[1..5).start", "1"},
      {"[1..5).end included", "false"},
      {"(>5).start included", "false"},
      {"(>5).end", "null"},
      {"{a: {b: 1}}.a.b", "1"},
      {"{a: 1}.c", "null"},
      {"[{a: 1}, {b: 2}, {a: 3}].a", "[1, null, 3]"},
      {"\"text\".length", "null"},
      {"null.a", "null"},
  });
}

}  // namespace
}  // namespace redress::feel
