#include "libs/dmn/model.h"

#include <catch2/catch.hpp>
#include <thread>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

std::string Knowledge(const std::string& name, const std::string& parameters, const std::string& logic,
                      const std::string& type = "", const std::string& requires_ = "") {
  return absl::StrCat("<businessKnowledgeModel name='", name, "' id='_", name, "'><variable name='", name, "' ",
                      type.empty() ? "" : absl::StrCat("typeRef='", type, "'"), "/><encapsulatedLogic>", parameters, logic,
                      "</encapsulatedLogic>", requires_, "</businessKnowledgeModel>");
}

std::string Parameter(const std::string& name, const std::string& type = "") {
  return absl::StrCat("<formalParameter name='", name, "' ", type.empty() ? "" : absl::StrCat("typeRef='", type, "'"), "/>");
}

TEST_CASE("A decision sees what it requires, under names with spaces, and nothing else", "[dmn]") {
  const std::string xml =
      Definitions(InputData("Order Value", "number") + Decision("Half - price", Literal("Order Value / 2"), {"i:Order Value"}) +
                  Decision("d", Literal("Half - price + 1"), {"d:Half - price"}) + Decision("e", Literal("1"), {}));
  CHECK(Decide(xml, "d", {{"Order Value", "10"}}) == "6");
  CHECK(Decide(xml, "d") == "null");
  const std::string blind = Definitions(InputData("x") + Decision("d", Literal("x")));
  CHECK_THAT(Decide(blind, "d"), Catch::Contains("faulty expression"));
}

TEST_CASE("A name that begins like an expression can be called", "[dmn]") {
  CHECK(Decide(Definitions(Decision("some value", Literal("1")) + Decision("d", Literal("some value"), {"d:some value"})), "d") ==
        "1");
}

TEST_CASE("A long chain of decisions needs no stack", "[dmn]") {
  std::string body = Decision("d0", Literal("1"));
  for (int i = 1; i <= 1000; ++i) {
    absl::StrAppend(&body,
                    Decision(absl::StrCat("d", i), Literal(absl::StrCat("d", i - 1, " + 1")), {absl::StrCat("d:d", i - 1)}));
  }
  CHECK(Decide(Definitions(body), "d1000") == "1001");
}

TEST_CASE("Results are coerced to the variable's type, or null", "[dmn]") {
  const auto [type, text, wanted] = GENERATE(table<std::string, std::string, std::string>({
      {"number", "[5]", "5"},
      {"number", "\"5\"", "null"},
      {"tNumbers", "5", "[5]"},
      {"tNumbers", "[1, \"x\"]", "null"},
      {"tLevel", "\"high\"", "\"high\""},
      {"tLevel", "\"other\"", "null"},
      {"tLevels", "[\"high\", \"low\"]", "[\"high\", \"low\"]"},
      {"tLevels", "[\"high\", \"other\"]", "null"},
      {"tShort", "[\"high\"]", "[\"high\"]"},
      {"tShort", "[\"high\", \"high\", \"low\"]", "null"},
      {"tPerson", "{name: \"a\", age: 7}", "{name: \"a\", age: 7}"},
      {"tPerson", "{name: \"a\", age: 200}", "null"},
      {"tPerson", "{name: 1, age: 7}", "null"},
      {"date and time", "date(\"2024-02-29\")", "@\"2024-02-29T00:00:00Z\""},
      {"tFunction", "function(a: number) a", "function(a: number)"},
      {"tFunction", "1", "null"},
  }));
  const std::string types =
      "<itemDefinition name='tNumbers' isCollection='true'><typeRef>number</typeRef></itemDefinition>"
      "<itemDefinition "
      "name='tLevel'><typeRef>string</typeRef><allowedValues><text>\"high\",\"low\"</text></allowedValues></itemDefinition>"
      "<itemDefinition name='tLevels' isCollection='true'><typeRef>tLevel</typeRef></itemDefinition>"
      "<itemDefinition name='tShort' isCollection='true'><typeRef>tLevel</typeRef><typeConstraint><text>count(?) &lt; 3</text>"
      "</typeConstraint></itemDefinition>"
      "<itemDefinition name='tPerson'><itemComponent name='name'><typeRef>string</typeRef></itemComponent>"
      "<itemComponent name='age'><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemComponent>"
      "</itemDefinition>"
      "<itemDefinition name='tFunction'><functionItem outputTypeRef='number'><parameters name='a' "
      "typeRef='number'/></functionItem>"
      "</itemDefinition>";
  CAPTURE(type, text);
  const std::string result = Decide(Definitions(types + Decision("d", Literal(text), {}, type)), "d");
  CHECK_THAT(result, Catch::StartsWith(wanted.substr(0, wanted.find("(a: "))));
}

TEST_CASE("An input that is none of its type is null, and a message says so", "[dmn]") {
  const absl::StatusOr<Model> model =
      Load({"m", Definitions(InputData("x", "number") + Decision("d", Literal("x = null"), {"i:x"}))}, {}, {}, nullptr);
  REQUIRE(model.ok());
  const Result result = model->Evaluate("d", Inputs({{"x", "\"a\""}, {"z", "1"}}), TestOptions());
  CHECK(result.value.IsTrue());
  REQUIRE(result.messages.size() == 2);
  CHECK(result.messages[0].element == "x");
  CHECK(result.messages[1].text == "the model has no input z");
  CHECK(absl::IsNotFound(model->Evaluate("none", feel::Context(), TestOptions()).status));
  CHECK(absl::IsNotFound(model->Evaluate("x", feel::Context(), TestOptions()).status));
}

TEST_CASE("Knowledge models are called by place and by name, boxed and not, and may call each other", "[dmn]") {
  const std::string needs = "<knowledgeRequirement><requiredKnowledge href='#_twice'/></knowledgeRequirement>";
  const std::string xml = Definitions(
      Knowledge("twice", Parameter("n", "number"), Literal("n * 2"), "number") +
      Knowledge("four", Parameter("n"), Literal("twice(twice(n))"), "", needs) +
      Knowledge("faculty", Parameter("n"), Literal("if n <= 1 then 1 else n * faculty(n - 1)")) +
      Decision("a", Literal("[four(1), four(n: 2), twice(\"x\"), faculty(10)]"), {"k:four", "k:twice", "k:faculty"}) +
      Decision("b",
               "<invocation>" + Literal("four") + "<binding><parameter name='n'/>" + Literal("3") + "</binding></invocation>",
               {"k:four"}) +
      Decision("c",
               "<invocation>" + Literal("four") + "<binding><parameter name='m'/>" + Literal("3") + "</binding></invocation>",
               {"k:four"}));
  CHECK(Decide(xml, "a") == "[4, 8, null, 3628800]");
  CHECK(Decide(xml, "b") == "12");
  CHECK(Decide(xml, "c") == "null");
  const absl::StatusOr<Model> model = Load({"m", xml}, {}, {}, nullptr);
  CHECK(feel::ToLiteral(model->EvaluateKnowledge("twice", {{"", "n", Feel("4")}}, TestOptions()).value) == "8");
}

const char kService[] =
    "<decisionService name='s' id='_s'><variable name='s'/><outputDecision href='#_out'/><encapsulatedDecision href='#_mid'/>"
    "<inputDecision href='#_given'/><inputData href='#_x'/></decisionService>";

TEST_CASE("A decision service is a function of its input data and input decisions", "[dmn]") {
  const std::string xml =
      Definitions(InputData("x") + Decision("given", Literal("1000")) +
                  Decision("mid", Literal("x + given"), {"i:x", "d:given"}) + Decision("out", Literal("mid * 2"), {"d:mid"}) +
                  kService + Decision("d", Literal("[s(1, 10), s(given: 20, x: 1), s(1), out]"), {"k:s", "d:out"}));
  CHECK(Decide(xml, "d", {{"x", "5"}}) == "[22, 42, null, 2010]");
  const absl::StatusOr<Model> model = Load({"m", xml}, {}, {}, nullptr);
  const Result result = model->EvaluateService("s", {{"", "x", Feel("1")}, {"", "given", Feel("2")}}, TestOptions());
  CHECK(feel::ToLiteral(result.value) == "6");
}

TEST_CASE("A service with several outputs gives a context", "[dmn]") {
  const std::string xml =
      Definitions(InputData("x") + Decision("a", Literal("x + 1"), {"i:x"}) + Decision("b", Literal("x + 2"), {"i:x"}) +
                  "<decisionService name='s' id='_s'><outputDecision href='#_a'/><outputDecision href='#_b'/>"
                  "<inputData href='#_x'/></decisionService>" +
                  Decision("d", Literal("s(1).b"), {"k:s"}));
  CHECK(Decide(xml, "d") == "3");
}

TEST_CASE("Imported elements and types stand behind the name of the import", "[dmn]") {
  const std::string base =
      Definitions("<itemDefinition name='tAge'><typeRef>number</typeRef></itemDefinition>" + InputData("age", "tAge") +
                      Decision("next", Literal("age + 1"), {"i:age"}) + Knowledge("twice", Parameter("n"), Literal("n * 2")),
                  kDmn15, "urn:base");
  const std::string import = absl::StrCat("<import name='old model' namespace='urn:base' importType='", kDmn15, "'/>");
  const std::string xml = Definitions(import +
                                      "<decision name='d' id='_d'><variable name='d' typeRef='old model.tAge'/>"
                                      "<informationRequirement><requiredDecision href='urn:base#_next'/></informationRequirement>"
                                      "<informationRequirement><requiredInput href='urn:base#_age'/></informationRequirement>"
                                      "<knowledgeRequirement><requiredKnowledge href='urn:base#_twice'/></knowledgeRequirement>" +
                                      Literal("old model.twice(old model.next) + old model.age") + "</decision>");
  const ImportResolver resolver = [&](const Import& wanted) {
    return wanted.ns == "urn:base" ? absl::make_optional(Source{"base.dmn", base}) : absl::nullopt;
  };
  const absl::StatusOr<Model> model = Load({"m.dmn", xml}, resolver, {}, nullptr);
  REQUIRE(model.status().message() == "");
  CHECK(feel::ToLiteral(model->Evaluate("d", {{"urn:base", "age", Feel("7")}}, TestOptions()).value) == "23");
  CHECK(feel::ToLiteral(model->Evaluate("d", Inputs({{"old model", "{age: 7}"}}), TestOptions()).value) == "23");
}

TEST_CASE("Imports that form a cycle are refused", "[dmn]") {
  const std::string import = absl::StrCat("<import name='other' namespace='urn:m' importType='", kDmn15, "'/>");
  CHECK_THAT(FindingsOf(Definitions(import)), Catch::Contains("the imports form a cycle"));
}

TEST_CASE("A model is shared by threads, and functions outlive it", "[dmn]") {
  feel::Value function;
  {
    absl::StatusOr<Model> model = Load({"m", Definitions(InputData("x") + Knowledge("twice", Parameter("n"), Literal("n * 2")) +
                                                         Decision("f", Literal("function(a) twice(a) + x"), {"k:twice", "i:x"}))},
                                       {}, {}, nullptr);
    REQUIRE(model.ok());
    std::vector<std::thread> threads;
    std::vector<std::string> results(4);
    for (size_t i = 0; i < results.size(); ++i) {
      threads.emplace_back([&, i] {
        for (int round = 0; round < 100; ++round) {
          results[i] = feel::ToLiteral(model->Evaluate("f", Inputs({{"x", absl::StrCat(i)}}), TestOptions()).value);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(results[0] == results[3]);
    function = model->Evaluate("f", Inputs({{"x", "5"}}), TestOptions()).value;
  }
  REQUIRE(function.is(feel::Kind::kFunction));
  feel::Evaluation evaluation({}, absl::UnixEpoch(), absl::UTCTimeZone());
  const feel::Value four = Feel("4");
  CHECK(feel::ToLiteral(function.function().Call({&four, 1}, evaluation)) == "13");
}

}  // namespace
}  // namespace redress::dmn
