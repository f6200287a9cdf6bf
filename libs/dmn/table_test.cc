#include <catch2/catch.hpp>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

std::string Tag(const std::string& name, const std::string& text) {
  return absl::StrCat("<", name, "><text><![CDATA[", text, "]]></text></", name, ">");
}

struct TestRule {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

// A decision `d` over the input `x` (and `y`).
std::string TableModel(const std::string& policy, const std::string& inputs, const std::string& outputs,
                       const std::vector<TestRule>& rules, const std::string& type = "Any") {
  std::string table = absl::StrCat("<decisionTable id='t' ", policy, ">", inputs, outputs);
  for (size_t i = 0; i < rules.size(); ++i) {
    absl::StrAppend(&table, "<rule id='r", i + 1, "'>");
    for (const std::string& entry : rules[i].inputs) absl::StrAppend(&table, Tag("inputEntry", entry));
    for (const std::string& entry : rules[i].outputs) absl::StrAppend(&table, Tag("outputEntry", entry));
    absl::StrAppend(&table, "</rule>");
  }
  return Definitions(InputData("x") + InputData("y") + Decision("d", table + "</decisionTable>", {"i:x", "i:y"}, type));
}

const char kX[] = "<input><inputExpression><text>x</text></inputExpression></input>";
const char kOut[] = "<output/>";
const char kOrderedOut[] = "<output><outputValues><text>\"high\", \"mid\", \"low\"</text></outputValues></output>";
const std::vector<TestRule> kSteps = {
    {{">= 10"}, {"\"low\""}}, {{">= 20"}, {"\"high\""}}, {{">= 30"}, {"\"mid\""}}, {{">= 40"}, {"\"low\""}}};

TEST_CASE("Hit policies make one value of several rules", "[dmn]") {
  const auto [policy, x, wanted] = GENERATE(table<std::string, std::string, std::string>({
      {"", "5", "null"},
      {"", "15", "\"low\""},
      {"hitPolicy='UNIQUE'", "25", "null"},
      {"hitPolicy='FIRST'", "45", "\"low\""},
      {"hitPolicy='ANY'", "15", "\"low\""},
      {"hitPolicy='ANY'", "25", "null"},
      {"hitPolicy='PRIORITY'", "45", "\"high\""},
      {"hitPolicy='RULE ORDER'", "45", "[\"low\", \"high\", \"mid\", \"low\"]"},
      {"hitPolicy='OUTPUT ORDER'", "45", "[\"high\", \"mid\", \"low\", \"low\"]"},
      {"hitPolicy='COLLECT'", "25", "[\"low\", \"high\"]"},
      {"hitPolicy='COLLECT' aggregation='COUNT'", "35", "3"},
      {"hitPolicy='COLLECT' aggregation='COUNT'", "5", "0"},
      {"hitPolicy='COLLECT' aggregation='MIN'", "35", "\"high\""},
      {"hitPolicy='COLLECT' aggregation='MAX'", "35", "\"mid\""},
      {"hitPolicy='COLLECT' aggregation='SUM'", "5", "null"},
  }));
  CAPTURE(policy, x);
  CHECK(Decide(TableModel(policy, kX, kOrderedOut, kSteps), "d", {{"x", x}}) == wanted);
}

TEST_CASE("Numbers are summed, and their least and greatest found", "[dmn]") {
  const std::vector<TestRule> rules = {{{">0"}, {"1.5"}}, {{">1"}, {"4"}}, {{">2"}, {"-2"}}};
  const auto [aggregation, wanted] =
      GENERATE(table<std::string, std::string>({{"SUM", "3.5"}, {"MIN", "-2"}, {"MAX", "4"}, {"COUNT", "3"}}));
  CHECK(Decide(TableModel("hitPolicy='COLLECT' aggregation='" + aggregation + "'", kX, kOut, rules), "d", {{"x", "3"}}) ==
        wanted);
}

TEST_CASE("ANY accepts rules with the same output", "[dmn]") {
  const std::vector<TestRule> rules = {{{">0"}, {"1"}}, {{">1"}, {"1.0"}}};
  CHECK(Decide(TableModel("hitPolicy='ANY'", kX, kOut, rules), "d", {{"x", "3"}}) == "1");
}

TEST_CASE("Several outputs make a context, ordered column by column", "[dmn]") {
  const std::string outputs =
      "<output name='a'><outputValues><text>\"x\",\"y\"</text></outputValues></output>"
      "<output name='b'><outputValues><text>2,1</text></outputValues></output>";
  const std::vector<TestRule> rules = {{{"-"}, {"\"y\"", "2"}}, {{"-"}, {"\"x\"", "1"}}, {{"-"}, {"\"x\"", "2"}}};
  CHECK(Decide(TableModel("hitPolicy='PRIORITY'", kX, outputs, rules), "d") == R"({a: "x", b: 2})");
  CHECK(Decide(TableModel("hitPolicy='OUTPUT ORDER'", kX, outputs, rules), "d") ==
        R"([{a: "x", b: 2}, {a: "x", b: 1}, {a: "y", b: 2}])");
  CHECK(Decide(TableModel("hitPolicy='FIRST'", kX, outputs, rules), "d") == R"({a: "y", b: 2})");
}

TEST_CASE("Where no rule matches, the default outputs are taken", "[dmn]") {
  const std::string one = "<output><defaultOutputEntry><text>x + 1</text></defaultOutputEntry></output>";
  CHECK(Decide(TableModel("", kX, one, {{{"1"}, {"\"one\""}}}), "d", {{"x", "5"}}) == "6");
  const std::string two = "<output name='a'><defaultOutputEntry><text>7</text></defaultOutputEntry></output><output name='b'/>";
  CHECK(Decide(TableModel("", kX, two, {{{"1"}, {"1", "2"}}}), "d", {{"x", "5"}}) == "{a: 7, b: null}");
}

TEST_CASE("An input that is not allowed makes the table null", "[dmn]") {
  const std::string input =
      "<input><inputExpression><text>x</text></inputExpression><inputValues><text>\"a\",\"b\"</text></inputValues></input>";
  const std::string xml = TableModel("", input, kOut, {{{"-"}, {"1"}}});
  CHECK(Decide(xml, "d", {{"x", "\"a\""}}) == "1");
  CHECK(Decide(xml, "d", {{"x", "\"c\""}}) == "null");
  CHECK(Decide(xml, "d", {{"x", "[\"a\", \"b\"]"}}) == "1");
  CHECK(Decide(xml, "d", {{"x", "[\"a\", \"c\"]"}}) == "null");
}

TEST_CASE("Entries see the input as ? and the names in scope", "[dmn]") {
  const std::vector<TestRule> rules = {{{"> y"}, {"\"above\""}}, {{"? * 2 = y"}, {"\"half\""}}, {{""}, {"\"else\""}}};
  const std::string xml = TableModel("hitPolicy='FIRST'", kX, kOut, rules);
  CHECK(Decide(xml, "d", {{"x", "9"}, {"y", "8"}}) == "\"above\"");
  CHECK(Decide(xml, "d", {{"x", "4"}, {"y", "8"}}) == "\"half\"");
  CHECK(Decide(xml, "d", {{"x", "5"}, {"y", "8"}}) == "\"else\"");
}

TEST_CASE("A trace tells which rules matched with which outputs", "[dmn]") {
  const absl::StatusOr<Model> model = Load({"m", TableModel("hitPolicy='PRIORITY'", kX, kOrderedOut, kSteps)}, {}, {}, nullptr);
  REQUIRE(model.ok());
  EvaluateOptions options = TestOptions();
  options.trace = true;
  const Result result = model->Evaluate("d", Inputs({{"x", "25"}}), options);
  REQUIRE(result.trace.size() == 1);
  CHECK(result.trace[0].name == "d");
  CHECK(result.trace[0].id == "_d");
  CHECK(feel::ToLiteral(result.trace[0].result) == "\"high\"");
  REQUIRE(result.trace[0].inputs.size() == 2);
  REQUIRE(result.trace[0].tables.size() == 1);
  const TableTrace& table = result.trace[0].tables[0];
  CHECK(table.id == "t");
  CHECK(table.owner == "d");
  CHECK(table.inputs[0].first == "x");
  CHECK(feel::ToLiteral(table.inputs[0].second) == "25");
  REQUIRE(table.matched.size() == 2);
  CHECK(table.matched[0].id == "r1");
  CHECK(table.matched[1].index == 2);
  CHECK(feel::ToLiteral(table.matched[1].outputs[0]) == "\"high\"");
  CHECK_FALSE(table.defaulted);
  CHECK(model->Evaluate("d", Inputs({{"x", "25"}}), TestOptions()).trace.empty());
}

TEST_CASE("A rule that may not match is named in a message", "[dmn]") {
  const absl::StatusOr<Model> model = Load({"m", TableModel("", kX, kOut, kSteps)}, {}, {}, nullptr);
  const Result result = model->Evaluate("d", Inputs({{"x", "25"}}), TestOptions());
  REQUIRE(result.messages.size() == 1);
  CHECK(result.messages[0].element == "d");
  CHECK(result.messages[0].text == "rules 1 and 2 of the table of d match, where only one may");
}

}  // namespace
}  // namespace redress::dmn
