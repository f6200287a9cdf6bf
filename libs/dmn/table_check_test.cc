#include "libs/dmn/table_check.h"

#include <catch2/catch.hpp>
#include <random>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

struct Rule {
  std::vector<std::string> inputs;
  std::string output = "1";
};

// A table over the columns `name:type` or `name:type:allowed values`.
std::string TableModel(const std::string& policy, const std::vector<std::string>& columns, const std::vector<Rule>& rules,
                       const std::string& fallback = "") {
  std::string table = absl::StrCat("<decisionTable hitPolicy=\"", policy, "\">"), data;
  std::vector<std::string> needs;
  for (const std::string& column : columns) {
    const std::vector<std::string> parts = absl::StrSplit(column, absl::MaxSplits(':', 2));
    absl::StrAppend(&table, "<input label=\"", parts[0], "\"><inputExpression typeRef=\"", parts[1], "\"><text>", parts[0],
                    "</text></inputExpression>");
    if (parts.size() > 2) absl::StrAppend(&table, "<inputValues><text><![CDATA[", parts[2], "]]></text></inputValues>");
    absl::StrAppend(&table, "</input>");
    absl::StrAppend(&data, InputData(parts[0], parts[1]));
    needs.push_back("i:" + parts[0]);
  }
  absl::StrAppend(&table, "<output typeRef=\"number\">");
  if (!fallback.empty()) absl::StrAppend(&table, "<defaultOutputEntry><text>", fallback, "</text></defaultOutputEntry>");
  absl::StrAppend(&table, "</output>");
  for (size_t i = 0; i < rules.size(); ++i) {
    absl::StrAppend(&table, "<rule id=\"r", i + 1, "\">");
    for (const std::string& input : rules[i].inputs) {
      absl::StrAppend(&table, "<inputEntry><text><![CDATA[", input, "]]></text></inputEntry>");
    }
    absl::StrAppend(&table, "<outputEntry><text>", rules[i].output, "</text></outputEntry></rule>");
  }
  return Definitions(absl::StrCat(data, Decision("d", absl::StrCat(table, "</decisionTable>"), needs)));
}

// `GAP a=1 b="x"`, `OVERLAP r1 r2 a=1`, one a line.
std::string Found(const std::string& xml, const TableCheckOptions& options = {}) {
  std::vector<std::string> lines;
  for (const TableFinding& finding : CheckTables({"m.dmn", xml}, options)) {
    std::string line(Word(finding.kind));
    for (const std::string& rule : finding.rules) absl::StrAppend(&line, " ", rule);
    for (const auto& [input, value] : finding.example) absl::StrAppend(&line, " ", input, "=", value);
    lines.push_back(std::move(line));
  }
  return absl::StrJoin(lines, "\n");
}

TEST_CASE("A table that says everything once has no findings", "[dmn]") {
  CHECK(Found(TableModel("UNIQUE", {"a:number", "b:boolean"}, {{{"< 10", "-"}}, {{">= 10", "true"}}, {{">= 10", "false"}}})) ==
        "");
  CHECK(Found(TableModel("UNIQUE", {"a:string"}, {{{"\"x\", \"y\""}}, {{"not(\"x\", \"y\")"}}})) == "");
  CHECK(Found(TableModel("UNIQUE", {"a:string:\"x\", \"y\""}, {{{"\"x\""}}, {{"\"y\""}}})) == "");
  CHECK(Found(TableModel("UNIQUE", {"a:number:[0..100]"}, {{{"[0..50]"}}, {{"(50..100]"}}})) == "");
}

TEST_CASE("What no rule matches is told with an example", "[dmn]") {
  CHECK(Found(TableModel("UNIQUE", {"a:number"}, {{{"< 10"}}, {{"> 10"}}})) == "GAP a=10");
  CHECK(Found(TableModel("UNIQUE", {"a:string", "b:boolean"}, {{{"\"x\"", "true"}}, {{"not(\"x\")", "-"}}})) ==
        "GAP a=\"x\" b=false");
  CHECK(Found(TableModel("FIRST", {"a:string"}, {{{"\"x\""}}})) == "GAP a=\"…\"");
}

TEST_CASE("Where nothing has to match, there are no gaps", "[dmn]") {
  CHECK(Found(TableModel("COLLECT", {"a:number"}, {{{"< 10"}}})) == "");
  CHECK(Found(TableModel("RULE ORDER", {"a:number"}, {{{"< 10"}}})) == "");
  CHECK(Found(TableModel("UNIQUE", {"a:number"}, {{{"< 10"}}}, "0")) == "");
}

TEST_CASE("Nothing lies between two whole numbers, if inputs are whole", "[dmn]") {
  const std::string xml = TableModel("UNIQUE", {"a:number"}, {{{"<= 48"}}, {{">= 49"}}});
  CHECK(Found(xml) == "GAP a=48.5");
  TableCheckOptions whole;
  whole.whole_numbers = true;
  CHECK(Found(xml, whole) == "");
}

TEST_CASE("Two rules for one input are told where only one may match", "[dmn]") {
  CHECK(Found(TableModel("UNIQUE", {"a:number"}, {{{"<= 10"}}, {{">= 10"}}})) == "OVERLAP r1 r2 a=10");
  CHECK(Found(TableModel("ANY", {"a:number"}, {{{"<= 10"}}, {{">= 10"}}})) == "");
  CHECK(Found(TableModel("ANY", {"a:number"}, {{{"<= 10"}, "1"}, {{">= 10"}, "2"}})) == "OVERLAP r1 r2 a=10");
  CHECK(Found(TableModel("FIRST", {"a:number"}, {{{"<= 10"}}, {{">= 10"}}})) == "");
}

TEST_CASE("A rule that nothing is left for is told", "[dmn]") {
  CHECK(Found(TableModel("FIRST", {"a:number"}, {{{"< 10"}}, {{">= 10"}}, {{"5"}}})) == "UNREACHABLE r1 r3");
  CHECK(Found(TableModel("FIRST", {"a:number", "b:boolean"}, {{{"-", "true"}}, {{"-", "false"}}, {{"3", "-"}}})) ==
        "UNREACHABLE r1 r2 r3");
  CHECK(Found(TableModel("COLLECT", {"a:string:\"x\", \"y\""}, {{{"\"z\""}}})) == "UNREACHABLE r1");
}

TEST_CASE("An entry that depends on more is said to be so, and taken for all that it may be", "[dmn]") {
  CHECK(Found(TableModel("UNIQUE", {"a:number", "b:number"}, {{{"> b", "-"}}, {{"-", "3"}}})) == "NOT_CHECKED r1");
  CHECK(Found(TableModel("UNIQUE", {"a:date"}, {{{"date(\"2026-01-01\")"}}})) == "NOT_CHECKED r1");
}

TEST_CASE("A finding has its place", "[dmn]") {
  const auto found = CheckTables({"m.dmn", TableModel("UNIQUE", {"a:number"}, {{{"<= 10"}}, {{">= 10"}}})});
  REQUIRE(found.size() == 1);
  CHECK(found[0].source == "m.dmn");
  CHECK(found[0].table == "d");
  CHECK(found[0].where.line == 1);
  CHECK(found[0].where.column > 1);
}

TEST_CASE("A table that is too large is not looked at whole, and that is said", "[dmn]") {
  std::vector<Rule> rules;
  rules.reserve(40);
  for (int i = 0; i < 40; ++i) rules.push_back({{absl::StrCat(i), absl::StrCat(i % 7), absl::StrCat(i % 5)}});
  TableCheckOptions few;
  few.work_max = 100;
  CHECK(Found(TableModel("UNIQUE", {"a:number", "b:number", "c:number"}, rules, "0"), few) == "NOT_CHECKED");
}

TEST_CASE("What is no model has no findings here", "[dmn]") {
  CHECK(CheckTables({"m.dmn", "<a/>"}).empty());
}

// Every input of the domain is tried, and what the table gives is compared with what the check says.
TEST_CASE("The check agrees with trying everything", "[dmn]") {
  std::mt19937 random(7);  // NOLINT: the same cases in every run
  const std::vector<std::string> numbers = {"-",      "< 2", "<= 2", "> 1",    ">= 3",    "[1..2]",
                                            "(1..3)", "1",   "2, 3", "not(2)", "not(< 2)"};
  const std::vector<std::string> words = {"-", "\"x\"", "\"y\"", "\"x\", \"y\"", "not(\"x\")", "not(\"x\", \"y\")"};
  const std::vector<std::string> truths = {"-", "true", "false"};
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  for (int round = 0; round < 300; ++round) {
    std::vector<Rule> rules(1 + random() % 5);
    for (Rule& rule : rules) rule.inputs = {pick(numbers), pick(words), pick(truths)};
    const auto table = [&](const std::string& policy) {
      return TableModel(policy, {"a:number:[0..4]", "b:string", "c:boolean"}, rules);
    };
    // By rule order: how many rules match each input, and which of them is the first.
    const absl::StatusOr<Model> model = Load({"m.dmn", table("RULE ORDER")}, {}, {}, nullptr);
    REQUIRE(model.ok());
    bool gap = false, overlap = false;
    std::vector<bool> first(rules.size());
    for (int a = 0; a <= 4; ++a) {
      for (const char* b : {"\"x\"", "\"y\"", "\"z\""}) {
        for (const char* c : {"true", "false"}) {
          EvaluateOptions options = TestOptions();
          options.trace = true;
          const Result result = model->Evaluate("d", Inputs({{"a", absl::StrCat(a)}, {"b", b}, {"c", c}}), options);
          const auto& matched = result.trace.at(0).tables.at(0).matched;
          gap = gap || matched.empty();
          overlap = overlap || matched.size() > 1;
          if (!matched.empty()) first[matched.front().index - 1] = true;
        }
      }
    }
    TableCheckOptions whole;
    whole.whole_numbers = true;
    const std::string unique = Found(table("UNIQUE"), whole);
    INFO(table("UNIQUE") << "\n" << unique);
    CHECK((unique.find("GAP") != std::string::npos) == gap);
    CHECK((unique.find("OVERLAP") != std::string::npos) == overlap);
    std::vector<bool> reachable(rules.size(), true);
    for (const TableFinding& finding : CheckTables({"m.dmn", table("FIRST")}, whole)) {
      if (finding.kind == TableFinding::Kind::kUnreachable) reachable[std::stoul(finding.rules.back().substr(1)) - 1] = false;
    }
    CHECK(reachable == first);
  }
}

}  // namespace
}  // namespace redress::dmn
