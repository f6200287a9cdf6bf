#include "libs/dmn/table_index.h"

#include <catch2/catch.hpp>
#include <random>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

// A text for an input entry, of every form that an index knows, and of some that it does not.
std::string RandomEntry(std::mt19937& random, int kind) {
  const auto number = [&] { return absl::StrCat(static_cast<int>(random() % 20) - 5); };
  const auto text = [&] { return absl::StrCat("\"k", random() % 12, random() % 4 == 0 ? ", (\"" : "\""); };
  const auto date = [&] { return absl::StrCat("date(\"2024-01-", 10 + random() % 15, "\")"); };
  const auto scalar = [&] { return kind == 0 ? text() : kind == 1 ? number() : date(); };
  switch (random() % (kind == 0 ? 5 : 10)) {
    case 0:
      return "-";
    case 1:
      return absl::StrCat(scalar(), ", ", scalar());
    case 2:
      return absl::StrCat("not(", scalar(), ")");
    case 3:
    case 4:
      return scalar();
    case 5:
      return absl::StrCat("<", scalar());
    case 6:
      return absl::StrCat(">= ", scalar(), ", <= ", scalar());
    case 7:
      return absl::StrCat("[", scalar(), "..", scalar(), ")");
    case 8:
      return absl::StrCat("]", scalar(), "..", scalar(), "]");
    default:
      return kind == 1 ? "limit" : absl::StrCat("> ", scalar());
  }
}

std::string RandomModel(std::mt19937& random, size_t rules) {
  std::string table = absl::StrCat("<decisionTable hitPolicy='", random() % 2 == 0 ? "RULE ORDER" : "FIRST", "'>");
  for (const char* name : {"s", "n", "t"}) {
    absl::StrAppend(&table, "<input><inputExpression><text>", name, "</text></inputExpression></input>");
  }
  absl::StrAppend(&table, "<output/>");
  for (size_t rule = 0; rule < rules; ++rule) {
    absl::StrAppend(&table, "<rule>");
    for (int column = 0; column < 3; ++column) {
      absl::StrAppend(&table, "<inputEntry><text><![CDATA[", RandomEntry(random, column), "]]></text></inputEntry>");
    }
    absl::StrAppend(&table, "<outputEntry><text>", rule, "</text></outputEntry></rule>");
  }
  return Definitions(InputData("s") + InputData("n") + InputData("t") + InputData("limit") +
                     Decision("d", table + "</decisionTable>", {"i:s", "i:n", "i:t", "i:limit"}));
}

std::string RandomInput(std::mt19937& random, int kind) {
  if (random() % 10 == 0) {
    return random() % 2 == 0 ? "null" : "[1, \"k1\"]";
  }
  if (random() % 10 == 0) {
    kind = static_cast<int>(random() % 3);
  }
  return kind == 0   ? absl::StrCat("\"k", random() % 14, random() % 4 == 0 ? ", (\"" : "\"")
         : kind == 1 ? absl::StrCat(static_cast<int>(random() % 44) - 12, "/2")
                     : absl::StrCat("date(\"2024-01-", 10 + random() % 18, "\")");
}

TEST_CASE("An indexed table finds what a table without index finds", "[dmn]") {
  std::mt19937 random(20240229);
  for (int round = 0; round < 40; ++round) {
    const std::string xml = RandomModel(random, 1 + random() % 150);
    LoadOptions plain;
    plain.index_rules_min = SIZE_MAX;
    LoadOptions indexed;
    indexed.index_rules_min = 0;
    const absl::StatusOr<Model> a = Load({"m", xml}, {}, plain, nullptr);
    const absl::StatusOr<Model> b = Load({"m", xml}, {}, indexed, nullptr);
    REQUIRE(a.status().message() == "");
    REQUIRE(b.ok());
    for (int i = 0; i < 40; ++i) {
      const std::vector<std::pair<std::string, std::string>> inputs = {{"s", RandomInput(random, 0)},
                                                                       {"n", RandomInput(random, 1)},
                                                                       {"t", RandomInput(random, 2)},
                                                                       {"limit", absl::StrCat(random() % 20)}};
      CAPTURE(round, inputs[0].second, inputs[1].second, inputs[2].second, inputs[3].second);
      const feel::Context context = Inputs(inputs);
      REQUIRE(feel::ToLiteral(a->Evaluate("d", context, TestOptions()).value) ==
              feel::ToLiteral(b->Evaluate("d", context, TestOptions()).value));
    }
  }
}

TEST_CASE("A lookup in a large table costs few steps", "[dmn]") {
  std::string table =
      "<decisionTable><input><inputExpression><text>x</text></inputExpression></input>"
      "<input><inputExpression><text>y</text></inputExpression></input><output/>";
  for (int rule = 0; rule < 3000; ++rule) {
    absl::StrAppend(&table, "<rule><inputEntry><text>\"k", rule % 300, "\"</text></inputEntry><inputEntry><text>[", rule / 300,
                    "..", rule / 300 + 1, ")</text></inputEntry><outputEntry><text>", rule, "</text></outputEntry></rule>");
  }
  const std::string xml =
      Definitions(InputData("x") + InputData("y") + Decision("d", table + "</decisionTable>", {"i:x", "i:y"}));
  const absl::StatusOr<Model> model = Load({"m", xml}, {}, {}, nullptr);
  REQUIRE(model.ok());
  const Result result = model->Evaluate("d", Inputs({{"x", "\"k17\""}, {"y", "4.5"}}), TestOptions());
  CHECK(feel::ToLiteral(result.value) == "1217");
  CHECK(result.steps < 200);
}

TEST_CASE("Only constants give an entry a shape", "[dmn]") {
  const auto shape = [](const std::string& text) {
    feel::Scope scope;
    scope.Add("limit");
    const absl::StatusOr<feel::UnaryTests> tests = feel::CompileUnaryTests(text, scope);
    REQUIRE(tests.ok());
    return ShapeOf(text, *tests);
  };
  CHECK(shape("\"a\", \"b, c\"").strings == std::vector<std::string>{"a", "b, c"});
  CHECK(shape("1, [2..3], > 7").intervals.size() == 3);
  CHECK(shape("date(\"2024-01-01\")").intervals.size() == 1);
  for (const char* text : {"-", "limit", "< limit", "not(1)", "< today()", "true", "null", "? > 1", "[1, 2]", "1, limit"}) {
    CAPTURE(text);
    CHECK(shape(text).open);
  }
}

}  // namespace
}  // namespace redress::dmn
