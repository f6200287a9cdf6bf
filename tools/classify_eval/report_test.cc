#include "tools/classify_eval/report.h"

#include <catch2/catch.hpp>

namespace redress::classify_eval {
namespace {

using Catch::Matchers::Contains;

Gold Late() {
  Gold gold;
  gold.id = "one";
  gold.text = "还没到\n" + std::string(100, 'x');
  gold.l1 = "LOGISTICS";
  gold.l2 = "DELAYED";
  gold.selection = "random";
  return gold;
}

TEST_CASE("a report says the same in text and JSON", "[classify-eval]") {
  const Gold gold = Late();
  const std::vector<Judgement> judgements = {{&gold, {"OTHER", "ENQUIRY", 0.75, false, false}},
                                             {&gold, {"LOGISTICS", "DELAYED", 0.5, true, true}}};
  const Report report = MakeReport("abc", judgements, 5);
  const nlohmann::json json = JsonOf(report);
  CHECK(json["model"] == "abc");
  CHECK(json["all"]["l1_lenient"] == 0.5);
  CHECK(json["all"]["confusion"]["LOGISTICS"]["OTHER"] == 1);
  CHECK(json["slices"]["random"]["texts"] == 2);
  REQUIRE(json["worst"].size() == 1);
  CHECK(json["worst"][0]["gold_l1"] == "LOGISTICS");
  CHECK_FALSE(json["worst"][0].contains("text"));
  const std::string text = TextOf(report);
  CHECK_THAT(text, Contains("model abc") && Contains("random") && Contains("LOGISTICS/DELAYED"));
  CHECK_THAT(text, Contains("== random: 2 texts"));
  CHECK_THAT(text, Contains("one: 还没到 xxx") && Contains("…") && !Contains(std::string(61, 'x')));
}

TEST_CASE("a prediction has its best guess also where it abstained", "[classify-eval]") {
  const Gold gold = Late();
  CHECK(PredictionLine({&gold, {"OTHER", "ENQUIRY", 0.25, true, false}}) ==
        nlohmann::json::parse(
            R"({"id":"one","l1":"OTHER","l2":"ENQUIRY","confidence":0.25,"abstained":true,"is_complaint":false})"));
}

TEST_CASE("the diagram shows a bar for each tenth that has texts", "[classify-eval]") {
  const Gold gold = Late();
  const std::vector<Judgement> judgements = {{&gold, {"LOGISTICS", "DELAYED", 0.5, true, true}}};
  const std::string svg = DiagramOf(MakeReport("abc", judgements, 0).all);
  CHECK_THAT(svg, Contains("<svg ") && Contains("</svg>") && Contains("1 texts: 100.0 % right at a confidence of 50.0 %"));
}

}  // namespace
}  // namespace redress::classify_eval
