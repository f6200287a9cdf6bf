#include <catch2/catch.hpp>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

TEST_CASE("Every fault of a model is told at once, each with its place", "[dmn]") {
  const std::string findings =
      FindingsOf(Definitions("\n" + Decision("a", Literal("1 +")) + "\n" + Decision("b", Literal("unknown")) + "\n" +
                             Decision("c", "", {"d:nowhere"}, "tNone")));
  CHECK_THAT(findings, Catch::Contains("m.dmn:2:") && Catch::Contains("m.dmn:3:"));
  CHECK_THAT(findings, Catch::Contains("_nowhere") && Catch::Contains("unknown type tNone") && Catch::Contains("has no logic"));
}

TEST_CASE("The place of a faulty expression is that within its text", "[dmn]") {
  const std::string xml =
      Definitions("\n<decision name='a'><literalExpression>\n<text>\n1 +\n  missing</text></literalExpression></decision>");
  CHECK_THAT(FindingsOf(xml), Catch::StartsWith("m.dmn:5:3: faulty expression: a: "));
}

TEST_CASE("A model with a faulty expression is refused, or that expression is null", "[dmn]") {
  const std::string xml = Definitions(Decision("a", Literal("1 +")) + Decision("b", Literal("2")));
  CHECK_THAT(Decide(xml, "b"), Catch::Contains("faulty expression"));
  LoadOptions lenient;
  lenient.faulty_expressions_are_null = true;
  CHECK(Decide(xml, "a", {}, lenient) == "null");
  CHECK(Decide(xml, "b", {}, lenient) == "2");
}

TEST_CASE("Rules of the specification about single elements", "[dmn]") {
  const auto [xml, wanted] = GENERATE(table<std::string, std::string>({
      {"<decision><literalExpression><text>1</text></literalExpression></decision>", "decision needs a name"},
      {"<decision name='a'>" + Literal("1") + Literal("2") + "</decision>", "more than one expression"},
      {"<decision name='a'><informationRequirement/></decision>", "one requiredInput or one requiredDecision"},
      {"<decision name='a'><informationRequirement><requiredInput href='x'/></informationRequirement></decision>", "#id"},
      {"<decision name='a' id='x'/><decision name='b' id='x'/>", "the id x is used twice"},
      {"<decision name='a'/><inputData name='a'/>", "the name a is used twice"},
      {"<decision name='a'><decisionTable hitPolicy='BEST'><output/></decisionTable></decision>", "unknown hit policy BEST"},
      {"<decision name='a'><decisionTable aggregation='SUM'><output/></decisionTable></decision>", "only the hit policy COLLECT"},
      {"<decision name='a'><decisionTable/></decision>", "needs an output"},
      {"<decision name='a'><decisionTable><output/><rule><inputEntry/><outputEntry/></rule></decisionTable></decision>",
       "rule 1 has 1 input entries, the table 0 inputs"},
      {"<decision name='a'><decisionTable><output/><rule/></decisionTable></decision>", "rule 1 has 0 output entries"},
      {"<decision name='a'><decisionTable><output/><output name='b'/></decisionTable></decision>", "among several needs a name"},
      {"<decision name='a'><context><contextEntry>" + Literal("1") + "</contextEntry><contextEntry>" + Literal("1") +
           "</contextEntry></context></decision>",
       "its last entry"},
      {"<decision name='a'><relation><column name='b'/><row/></relation></decision>", "a row has 0 cells"},
      {"<decision name='a'><invocation/></decision>", "names its function"},
      {"<decision name='a'><conditional><if>" + Literal("true") + "</if></conditional></decision>", "expression in then"},
      {"<itemDefinition name='t'><typeRef>string</typeRef><itemComponent name='c'/></itemDefinition>", "one of a typeRef"},
      {"<itemDefinition name='t'/><itemDefinition name='t'/>", "the type t is defined twice"},
      {"<import name='i' namespace='urn:i' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>", "urn:i is not known"},
      {"<decision name='a'><literalExpression expressionLanguage='urn:javascript'><text>1</text></literalExpression></decision>",
       "the language must be FEEL"},
  }));
  CAPTURE(xml);
  CHECK_THAT(FindingsOf(Definitions(xml)), Catch::Contains(wanted));
}

TEST_CASE("Requirements that form a cycle refuse the model", "[dmn]") {
  const std::string xml = Definitions(Decision("a", Literal("1"), {"d:b"}) + Decision("b", Literal("1"), {"d:c"}) +
                                      Decision("c", Literal("1"), {"d:b"}));
  CHECK_THAT(Decide(xml, "a"), Catch::Contains("cycle") && Catch::Contains("b → c → b"));
}

TEST_CASE("References of the wrong kind are told", "[dmn]") {
  CHECK_THAT(FindingsOf(Definitions(InputData("x") + Decision("a", Literal("1"), {"d:x"}))),
             Catch::Contains("refers to a inputData, where a decision is due"));
}

TEST_CASE("Models of every version of DMN are read, anything else is refused", "[dmn]") {
  const std::string body = Decision("a", Literal("1 + 1"));
  for (const char* ns :
       {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/", kDmn15}) {
    CHECK(Decide(Definitions(body, ns), "a") == "2");
  }
  CHECK_THAT(Decide(Definitions(body, "urn:other"), "a"), Catch::Contains("the root must be"));
  CHECK_THAT(Decide("no xml", "a"), Catch::Contains("not well-formed"));
}

TEST_CASE("Type references of DMN 1.1 have prefixes", "[dmn]") {
  const std::string xml =
      "<definitions xmlns='http://www.omg.org/spec/DMN/20151101/dmn.xsd' xmlns:feel='http://www.omg.org/spec/FEEL/20140401' "
      "xmlns:my='urn:m' namespace='urn:m' name='m'><itemDefinition name='tAge'><typeRef>feel:number</typeRef></itemDefinition>" +
      Decision("a", Literal("\"x\""), {}, "my:tAge") + Decision("b", Literal("7"), {}, "feel:number") + "</definitions>";
  CHECK(Decide(xml, "a") == "null");
  CHECK(Decide(xml, "b") == "7");
}

TEST_CASE("A type that doubles with every line is refused", "[dmn]") {
  std::string types = "<itemDefinition name='t0'><typeRef>string</typeRef></itemDefinition>";
  for (int i = 1; i < 40; ++i) {
    const std::string part = absl::StrCat("'><typeRef>t", i - 1, "</typeRef></itemComponent>");
    absl::StrAppend(&types, "<itemDefinition name='t", i, "'><itemComponent name='a", part, "<itemComponent name='b", part,
                    "</itemDefinition>");
  }
  CHECK_THAT(FindingsOf(Definitions(types)), Catch::Contains("has more than 10000 parts"));
}

TEST_CASE("A long chain of types is refused, a type that contains itself is not checked there", "[dmn]") {
  std::string types;
  for (int i = 0; i < 1'000; ++i) {
    absl::StrAppend(&types, "<itemDefinition name='t", i, "'><typeRef>t", i + 1, "</typeRef></itemDefinition>");
  }
  CHECK_THAT(FindingsOf(Definitions(types)), Catch::Contains("refer to each other in a chain"));
  const std::string person =
      "<itemDefinition name='tPerson'><itemComponent name='name'><typeRef>string</typeRef></itemComponent>"
      "<itemComponent name='children' isCollection='true'><typeRef>tPerson</typeRef></itemComponent></itemDefinition>";
  const std::string xml = Definitions(person + Decision("d", Literal("{name: \"a\", children: [{name: 1}]}"), {}, "tPerson"));
  CHECK_THAT(FindingsOf(xml), Catch::Contains("contains itself"));
  CHECK(Decide(xml, "d") == "{name: \"a\", children: [{name: 1}]}");
}

TEST_CASE("What a hostile text holds many of is told at most a thousand times", "[dmn]") {
  Findings findings;
  for (int i = 0; i < 3000; ++i) {
    findings.Warning({}, "w");
  }
  findings.Error({}, "e");
  CHECK(findings.all().size() == Findings::kMax + 1);
  CHECK(findings.Has(Severity::kError));
}

}  // namespace
}  // namespace redress::dmn
