#include "libs/dmn/xml.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::dmn {
namespace {

std::string FaultOf(const std::string& text, const XmlLimits& limits = {}) {
  Findings findings;
  findings.SetSource("x");
  const absl::optional<XmlElement> root = ParseXml(text, limits, findings);
  REQUIRE(root.has_value() == !findings.Has(Severity::kError));
  return findings.all().empty() ? "" : ToString(findings.all().front());
}

TEST_CASE("Elements have their namespaces, attributes, texts and places", "[dmn]") {
  Findings findings;
  const auto root = ParseXml(
      "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a:b xmlns:a='urn:a' xmlns='urn:d' a:k='1' k='2'>\n"
      "  é<c>x<!-- y -->&lt;<![CDATA[<z>]]></c>\n</a:b>",
      {}, findings);
  REQUIRE(root);
  CHECK(root->ns == "urn:a");
  CHECK(root->name == "b");
  CHECK(root->Get("k") == "2");
  CHECK(*root->Attribute("k", "urn:a") == "1");
  CHECK(root->Attribute("absent") == nullptr);
  CHECK(root->where == Where{2, 1});
  REQUIRE(root->children.size() == 1);
  CHECK(root->children[0].ns == "urn:d");
  CHECK(root->children[0].text == "x<<z>");
  CHECK(root->children[0].where == Where{3, 4});
  CHECK(root->children[0].text_where == Where{3, 7});
  CHECK(root->Child("c") == nullptr);
}

TEST_CASE("What is dangerous in XML is refused", "[dmn]") {
  CHECK_THAT(FaultOf("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Catch::Contains("document type"));
  CHECK_THAT(FaultOf("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>"), Catch::Contains("UTF-8"));
  CHECK_THAT(FaultOf("<a>\xff</a>"), Catch::Contains("UTF-8"));
  CHECK_THAT(FaultOf("<a><b></a>"), Catch::StartsWith("x:1:") && Catch::Contains("not well-formed"));
  CHECK_THAT(FaultOf(""), Catch::Contains("not well-formed"));
  CHECK_THAT(FaultOf("<p:a/>"), Catch::Contains("prefix"));
  CHECK_THAT(FaultOf("<a b='1' b='2'/>"), Catch::Contains("twice"));
}

TEST_CASE("Size, depth and number of elements are bounded", "[dmn]") {
  XmlLimits limits;
  limits.bytes_max = 20;
  limits.depth_max = 3;
  limits.elements_max = 4;
  CHECK(FaultOf("<a><b><c/></b></a>", limits).empty());
  CHECK_THAT(FaultOf("<a>                  </a>", limits), Catch::Contains("bytes"));
  limits.bytes_max = 100;
  CHECK_THAT(FaultOf("<a><b><c><d/></c></b></a>", limits), Catch::Contains("nested"));
  CHECK_THAT(FaultOf("<a><b/><b/><b/><b/></a>", limits), Catch::Contains("elements"));
}

TEST_CASE("A column is counted in code points, however long the line", "[dmn]") {
  for (const int count : {0, 1, 340, 341, 342, 511, 512, 513, 3000}) {
    std::string text = "<a>";
    for (int i = 0; i < count; ++i) {
      text += "é";
    }
    Findings findings;
    const auto root = ParseXml(text + "<b/>\n<c/></a>", {}, findings);
    REQUIRE(root.has_value());
    CHECK(root->children[0].where == Where{1, count + 4});
    CHECK(root->children[1].where == Where{2, 1});
  }
}

TEST_CASE("An entity stays what it says", "[dmn]") {
  Findings findings;
  CHECK(ParseXml("<a>&unknown;&#65;</a>", {}, findings)->text == "&unknown;A");
}

}  // namespace
}  // namespace redress::dmn
