#include "tools/dmn_tck/cases.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "tools/dmn_tck/compare.h"

namespace redress::dmn_tck {
namespace {

std::string File(const std::string& body) {
  return absl::StrCat("<testCases xmlns='http://www.omg.org/spec/DMN/20160719/testcase' ",
                      "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xsd='http://www.w3.org/2001/XMLSchema'>",
                      "<modelName>m.dmn</modelName>", body, "</testCases>");
}

std::string ReadOne(const std::string& node) {
  const absl::StatusOr<CaseFile> file =
      ReadCases("t.xml", File("<testCase id='1'><inputNode name='x'>" + node + "</inputNode></testCase>"));
  return file.ok() ? feel::ToLiteral(file->cases.at(0).inputs.at(0).value) : std::string(file.status().message());
}

TEST_CASE("Values of a test file have the types that it says", "[dmn]") {
  const auto [node, wanted] = GENERATE(table<std::string, std::string>({
      {"<value xsi:type='xsd:string'> a </value>", "\" a \""},
      {"<value xsi:type='xsd:decimal'>1.50</value>", "1.5"},
      {"<value xsi:type='xsd:double'>2</value>", "2"},
      {"<value xsi:type='xsd:boolean'>true</value>", "true"},
      {"<value xsi:type='xsd:date'>2024-02-29</value>", "@\"2024-02-29\""},
      {"<value xsi:type='xsd:duration'>P1Y</value>", "@\"P1Y\""},
      {"<value xsi:type='xsd:duration'>PT1H</value>", "@\"PT1H\""},
      {"<value xsi:nil='true'/>", "null"},
      {"<value>plain</value>", "\"plain\""},
      {"", "null"},
      {"<list><item><value xsi:type='xsd:decimal'>1</value></item><item><value xsi:nil='true'/></item></list>", "[1, null]"},
      {"<list/>", "[]"},
      {"<component name='a'><value xsi:type='xsd:decimal'>1</value></component><component name='b'><list "
       "xsi:nil='true'/></component>",
       "{a: 1, b: null}"},
  }));
  CAPTURE(node);
  CHECK(ReadOne(node) == wanted);
}

TEST_CASE("A value that is none of its type is told with its place", "[dmn]") {
  CHECK_THAT(ReadOne("<value xsi:type='xsd:decimal'>x</value>"), Catch::StartsWith("t.xml:1:"));
  CHECK_FALSE(ReadCases("t.xml", "<other/>").ok());
}

TEST_CASE("A case says what is called and what is expected", "[dmn]") {
  const absl::StatusOr<CaseFile> file = ReadCases(
      "t.xml", File("<testCase id='1' type='decisionService' invocableName='s'><resultNode name='d' errorResult='true'/>"
                    "<resultNode name='e'><expected><value xsi:nil='true'/></expected></resultNode></testCase>"));
  REQUIRE(file.ok());
  CHECK(file->model == "m.dmn");
  const Case& read = file->cases.at(0);
  CHECK(read.callee == Callee::kService);
  CHECK(read.invocable == "s");
  CHECK(read.expected.at(0).error);
  CHECK_FALSE(read.expected.at(0).given);
  CHECK(read.expected.at(1).given);
  CHECK(LooksLikeCases(File("")));
  CHECK_FALSE(LooksLikeCases("<a/>"));
}

feel::Value Number(const std::string& text) {
  return feel::Value::Number(feel::Decimal::Parse(text));
}

TEST_CASE("Numbers agree up to the eighth place, all else exactly", "[dmn]") {
  CHECK(Agrees(Number("1.0"), Number("1.000000001")));
  CHECK_FALSE(Agrees(Number("1"), Number("1.0000001")));
  CHECK_FALSE(Agrees(Number("1"), feel::Value::String("1")));
  CHECK(Agrees(feel::Value(), feel::Value()));
  CHECK_FALSE(Agrees(feel::Value(), Number("0")));
  const auto list = [](std::vector<feel::Value> items) { return feel::Value::Of(std::move(items)); };
  CHECK(Agrees(list({Number("1"), feel::Value()}), list({Number("1"), feel::Value()})));
  CHECK_FALSE(Agrees(list({Number("1")}), list({Number("1"), Number("1")})));
  CHECK_FALSE(Agrees(list({Number("1")}), list({Number("2")})));
  const auto context = [](std::vector<feel::Context::Entry> entries) {
    return feel::Value::Of(feel::Context(std::move(entries)));
  };
  CHECK(Agrees(context({{"a", Number("1")}, {"b", Number("2")}}), context({{"b", Number("2")}, {"a", Number("1")}})));
  CHECK_FALSE(Agrees(context({{"a", Number("1")}}), context({{"b", Number("1")}})));
  CHECK_FALSE(Agrees(context({{"a", Number("1")}}), context({{"a", Number("1")}, {"b", Number("1")}})));
}

}  // namespace
}  // namespace redress::dmn_tck
