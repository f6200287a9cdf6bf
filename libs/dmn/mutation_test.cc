// Texts that somebody spoiled: loading tells what is wrong, and neither it nor an evaluation of what still loads does more.
#include <catch2/catch.hpp>
#include <random>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

const char kModel[] = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:m" name="m">
<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"high","low"</text></allowedValues></itemDefinition>
<itemDefinition name="tOrder"><itemComponent name="level"><typeRef>tLevel</typeRef></itemComponent>
<itemComponent name="items" isCollection="true"><typeRef>number</typeRef></itemComponent></itemDefinition>
<inputData name="order" id="_order"><variable name="order" typeRef="tOrder"/></inputData>
<businessKnowledgeModel name="twice" id="_twice"><encapsulatedLogic><formalParameter name="n" typeRef="number"/>
<literalExpression><text>if n > 100 then n else twice(n * 2)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision name="table" id="_table"><informationRequirement><requiredInput href="#_order"/></informationRequirement>
<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>order.level</text></inputExpression></input>
<input><inputExpression><text>sum(order.items)</text></inputExpression></input><output/>
<rule><inputEntry><text>"high"</text></inputEntry><inputEntry><text>[1..50]</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>not(3)</text></inputEntry><outputEntry><text>1.5</text></outputEntry></rule>
</decisionTable></decision>
<decision name="d" id="_d"><informationRequirement><requiredDecision href="#_table"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="#_twice"/></knowledgeRequirement>
<context><contextEntry><variable name="a"/><invocation><literalExpression><text>twice</text></literalExpression>
<binding><parameter name="n"/><literalExpression><text>table</text></literalExpression></binding></invocation></contextEntry>
<contextEntry><variable name="b"/><for iteratorVariable="i"><in><literalExpression><text>[1..3]</text></literalExpression></in>
<return><literalExpression><text>i + a</text></literalExpression></return></for></contextEntry>
<contextEntry><variable name="c"/><filter><in><literalExpression><text>b</text></literalExpression></in>
<match><literalExpression><text>item > 1</text></literalExpression></match></filter></contextEntry></context></decision>
<decisionService name="s" id="_s"><outputDecision href="#_d"/><inputData href="#_order"/></decisionService></definitions>)";

// Replaces, removes or repeats a piece, or puts a character of those that matter.
std::string Spoil(std::string text, std::mt19937& random) {
  const char kMeaningful[] = "<>/\"'&#;=[]{}().,-*+?_ a1\n\\";
  for (int edits = 1 + static_cast<int>(random() % 2); edits > 0; --edits) {
    const size_t at = random() % text.size();
    const size_t length = random() % 24;
    switch (random() % 4) {
      case 0:
        text[at] = kMeaningful[random() % (sizeof(kMeaningful) - 1)];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(random() % text.size(), text.substr(at, length));
        break;
      default:
        text.insert(at, 1, kMeaningful[random() % (sizeof(kMeaningful) - 1)]);
    }
  }
  return text;
}

TEST_CASE("The model that is spoiled works as it is", "[dmn]") {
  CHECK(FindingsOf(kModel).empty());
  CHECK(Decide(kModel, "d", {{"order", "{level: \"high\", items: [10, 20]}"}}) ==
        "{a: 184, b: [185, 186, 187], c: [185, 186, 187]}");
}

TEST_CASE("A spoiled model is refused or evaluates within its limits", "[dmn]") {
  std::mt19937 random(15);
  LoadOptions lenient;
  lenient.faulty_expressions_are_null = true;
  EvaluateOptions options = TestOptions();
  options.limits.steps = 20'000;
  options.limits.depth = 50;
  options.trace = true;
  const feel::Context inputs = Inputs({{"order", "{level: \"high\", items: [10, 20]}"}});
  int loaded = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = Spoil(kModel, random);
    std::vector<Finding> findings;
    const absl::StatusOr<Model> model = Load({"m", text}, {}, lenient, &findings);
    if (!model.ok()) {
      CHECK_FALSE(findings.empty());
      continue;
    }
    ++loaded;
    for (const ElementInfo& element : model->elements()) {
      const Result result = model->Evaluate(element.name, inputs, options);
      CHECK((result.status.ok() || absl::IsResourceExhausted(result.status) || absl::IsNotFound(result.status)));
    }
    model->EvaluateService("s", {{"", "order", Feel("null")}}, options);
  }
  CHECK(loaded > 100);
}

}  // namespace
}  // namespace redress::dmn
