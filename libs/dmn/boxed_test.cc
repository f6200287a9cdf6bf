#include <catch2/catch.hpp>

#include "libs/dmn/test_models.h"

namespace redress::dmn {
namespace {

std::string Entry(const std::string& name, const std::string& logic, const std::string& type = "") {
  const std::string variable =
      name.empty() ? ""
                   : absl::StrCat("<variable name='", name, "' ", type.empty() ? "" : absl::StrCat("typeRef='", type, "'"), "/>");
  return absl::StrCat("<contextEntry>", variable, logic, "</contextEntry>");
}

TEST_CASE("A context's entries see those before them; its result entry is its value", "[dmn]") {
  const std::string entries = Entry("a", Literal("2")) + Entry("b c", Literal("a * 3"));
  CHECK(Decide(Definitions(Decision("d", "<context>" + entries + "</context>")), "d") == R"({a: 2, "b c": 6})");
  CHECK(Decide(Definitions(Decision("d", "<context>" + entries + Entry("", Literal("b c + 1")) + "</context>")), "d") == "7");
}

TEST_CASE("A typed context entry is null unless its value conforms", "[dmn]") {
  CHECK(Decide(Definitions(Decision("d", "<context>" + Entry("a", Literal("\"x\""), "number") +
                                             Entry("b", Literal("[1]"), "number") + "</context>")),
               "d") == "{a: null, b: 1}");
}

TEST_CASE("Lists and relations", "[dmn]") {
  CHECK(Decide(Definitions(Decision("d", "<list>" + Literal("1") + "<list>" + Literal("2") + "</list></list>")), "d") ==
        "[1, [2]]");
  const std::string relation = "<relation><column name='a'/><column name='b'/><row>" + Literal("1") + Literal("2") +
                               "</row><row>" + Literal("3") + Literal("4") + "</row></relation>";
  CHECK(Decide(Definitions(Decision("d", relation)), "d") == "[{a: 1, b: 2}, {a: 3, b: 4}]");
  CHECK(Decide(Definitions(Decision("r", relation) + Decision("d", Literal("r[a > 1].b"), {"d:r"})), "d") == "[4]");
}

TEST_CASE("A conditional takes its first branch for true and none for what is no boolean", "[dmn]") {
  const auto [condition, wanted] =
      GENERATE(table<std::string, std::string>({{"true", "1"}, {"false", "2"}, {"null", "2"}, {"\"text\"", "null"}}));
  CHECK(Decide(Definitions(Decision("d", "<conditional><if>" + Literal(condition) + "</if><then>" + Literal("1") +
                                             "</then><else>" + Literal("2") + "</else></conditional>")),
               "d") == wanted);
}

TEST_CASE("Filters see the item and its entries", "[dmn]") {
  const auto [in, match, wanted] = GENERATE(table<std::string, std::string, std::string>({
      {"[1, 2, 3]", Literal("item > 1"), "[2, 3]"},
      {"[{a: 1, b: 2}, {a: 3, b: 4}]", Literal("a = 3"), "[{a: 3, b: 4}]"},
      {"[1, 2, 3]", Literal("2"), "2"},
      {"[1, 2, 3]",
       "<conditional><if>" + Literal("item = 2") + "</if><then>" + Literal("false") + "</then><else>" + Literal("true") +
           "</else></conditional>",
       "[1, 3]"},
      {"[{a: 1, b: 2}, {a: 3, b: 4}]",
       "<conditional><if>" + Literal("a = 3") + "</if><then>" + Literal("true") + "</then><else>" + Literal("item.b = 9") +
           "</else></conditional>",
       "[{a: 3, b: 4}]"},
  }));
  CAPTURE(in, match);
  CHECK(Decide(Definitions(Decision("d", "<filter><in>" + Literal(in) + "</in><match>" + match + "</match></filter>")), "d") ==
        wanted);
}

std::string Loop(const std::string& tag, const std::string& in, const std::string& body) {
  const std::string part = tag == "for" ? "return" : "satisfies";
  return absl::StrCat("<", tag, " iteratorVariable='e'><in>", Literal(in), "</in><", part, ">", Literal(body), "</", part, "></",
                      tag, ">");
}

TEST_CASE("Boxed iterations go over lists and ranges of whole numbers", "[dmn]") {
  const auto [tag, in, body, wanted] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"for", "[1, 2]", "e * 10", "[10, 20]"},
      {"for", "[1..3]", "e", "[1, 2, 3]"},
      {"for", "[]", "e", "[]"},
      {"for", "[1, 2, 3]", "count(partial)", "[0, 1, 2]"},
      {"some", "[1, 2]", "e > 1", "true"},
      {"some", "[]", "true", "false"},
      {"some", "[1, 2]", "if e = 2 then true else \"text\"", "null"},
      {"every", "[1, 2]", "e > 1", "false"},
      {"every", "[]", "false", "true"},
  }));
  CAPTURE(tag, in, body);
  CHECK(Decide(Definitions(Decision("d", Loop(tag, in, body))), "d") == wanted);
}

TEST_CASE("A function definition keeps the values around it", "[dmn]") {
  const std::string function =
      "<functionDefinition><formalParameter name='n' typeRef='number'/>" + Literal("n + base") + "</functionDefinition>";
  const std::string context = "<context>" + Entry("base", Literal("x * 100")) + Entry("", function) + "</context>";
  const std::string xml = Definitions(InputData("x", "number") + Decision("f", context, {"i:x"}) +
                                      Decision("d", Literal("[f(1), f(n: 2), f(\"no\")]"), {"d:f"}));
  CHECK(Decide(xml, "d", {{"x", "3"}}) == "[301, 302, null]");
}

TEST_CASE("Functions of Java and PMML are null", "[dmn]") {
  const std::string function = "<functionDefinition kind='Java'><formalParameter name='n'/><context/></functionDefinition>";
  CHECK(Decide(Definitions(Decision("f", function) + Decision("d", Literal("f(1)"), {"d:f"})), "d") == "null");
}

TEST_CASE("Recursion and loops end at their limits", "[dmn]") {
  const std::string xml = Definitions(
      "<businessKnowledgeModel name='f' id='_f'><encapsulatedLogic><formalParameter name='n'/>" + Literal("f(n + 1)") +
      "</encapsulatedLogic></businessKnowledgeModel>" + Decision("d", Literal("f(1)"), {"k:f"}) +
      Decision("loop", "<for iteratorVariable='i'><in>" + Literal("[1..10000]") + "</in><return>" +
                           Literal("for j in 1..10000 return i * j") + "</return></for>"));
  CHECK_THAT(Decide(xml, "d"), Catch::StartsWith("RESOURCE_EXHAUSTED"));
  CHECK_THAT(Decide(xml, "loop"), Catch::StartsWith("RESOURCE_EXHAUSTED"));
}

}  // namespace
}  // namespace redress::dmn
