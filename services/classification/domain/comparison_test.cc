#include "services/classification/domain/comparison.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace redress::classification {
namespace {

Taxonomy Small() {
  return Taxonomy::Make("1", {{"A", "甲", "A", true, "a", {{"X", "子", "X", ""}, {"Y", "丑", "Y", ""}}},
                              {"B", "乙", "B", true, "b", {{"Z", "寅", "Z", ""}}},
                              {"C", "丙", "C", true, "c", {{"W", "卯", "W", ""}}}})
      .value();
}

Comparison Of(double candidate_f1, double serving_f1, int count = 100) {
  Comparison on;
  on.count = count;
  on.candidate = {0.9, candidate_f1, 0.8, 0.04, 0.7, 0.95, {}, 0};
  on.serving = {0.9, serving_f1, 0.8, 0.04, 0.7, 0.95, {}, 0};
  on.classes = {{"A", 50, 0.9, 0.9}, {"B", 50, 0.9, 0.9}};
  return on;
}

TEST_CASE("two models are scored on the same texts", "[classification]") {
  const std::vector<Label> labels = {{{"A", "X"}, {}}, {{"A", "Y"}, {"B"}}, {{"B", ""}, {}}, {{"B", "Z"}, {}}};
  const std::vector<Said> good = {{{"A", "X"}, 1, false}, {{"B", "Z"}, 1, false}, {{"B", "Z"}, 1, false}, {{"B", "Z"}, 1, false}};
  const std::vector<Said> poor = {
      {{"A", "Y"}, 1, false}, {{"A", "X"}, 0.5, true}, {{"A", "X"}, 1, false}, {{"C", "W"}, 0.2, true}};
  const Comparison on = Compare(Small(), labels, good, poor);
  CHECK(on.count == 4);
  CHECK(on.candidate.l1_accuracy == 1);
  CHECK(on.candidate.l1_macro_f1 == Approx(1));
  CHECK(on.candidate.l2_accuracy == 1);
  CHECK(on.candidate.calibration_error == Approx(0));
  CHECK(on.candidate.coverage == 1);
  CHECK(on.candidate.confusions.empty());
  CHECK(on.serving.l1_accuracy == 0.5);
  CHECK(on.serving.l2_accuracy == 0);
  CHECK(on.serving.coverage == 0.5);
  CHECK(on.serving.precision == 0.5);
  CHECK(on.serving.l1_macro_f1 == Approx((2.0 * 2 / (2 + 3) + 0) / 2));
  CHECK(on.serving.calibration_error == Approx((0.5 + 1 + 0.2) / 4));
  CHECK(on.serving.confusions == std::vector<Confusion>{{"B", "A", 1}, {"B", "C", 1}});
  CHECK(on.chance == Approx(1.645 * std::sqrt(2) / 4));  // only one of both has two of the four right
  REQUIRE(on.classes.size() == 2);                       // C does not occur
  CHECK(on.classes[0].l1 == "A");
  CHECK(on.classes[0].count == 2);
  CHECK(on.classes[1].serving_f1 == 0);
}

TEST_CASE("no texts are no scores", "[classification]") {
  const Comparison none = Compare(Small(), {}, {}, {});
  CHECK(none.count == 0);
  CHECK(none.classes.empty());
  CHECK(Objections({}, none, none).empty());
}

TEST_CASE("who always abstains is never wrong", "[classification]") {
  const std::vector<Said> silent = {{{"B", "Z"}, 0.4, true}};
  CHECK(Compare(Small(), {{{"A", "X"}, {}}}, silent, silent).candidate.precision == 1);
}

TEST_CASE("a candidate is refused for what got worse, at the bound and beyond", "[classification]") {
  const PromotionRule rule;
  CHECK(Objections(rule, Of(0.9, 0.9), Of(0.9, 0.9)).empty());
  CHECK(Objections(rule, Of(0.896, 0.9), Of(0.95, 0.5)).empty());
  CHECK(Objections(rule, Of(0.894, 0.9), Of(0.9, 0.9)) ==
        std::vector<std::string>{"held-out texts: macro-F1 falls from 0.900 to 0.894"});
  CHECK(Objections(rule, Of(0.9, 0.9), Of(0.5, 0.9)) ==
        std::vector<std::string>{"corrections: macro-F1 falls from 0.900 to 0.500"});
  CHECK(Objections(rule, Of(0.9, 0.9), Of(0.5, 0.9, 49)).empty());  // too few to say
  Comparison by_chance = Of(0.89, 0.9);
  by_chance.chance = 0.011;
  CHECK(Objections(rule, by_chance, Of(0.9, 0.9)).empty());
  by_chance.chance = 0.009;
  CHECK(Objections(rule, by_chance, Of(0.9, 0.9)).size() == 1);

  Comparison one_class = Of(0.9, 0.9);
  one_class.classes[1] = {"B", 20, 0.84, 0.9};
  CHECK(Objections(rule, one_class, Of(0.9, 0.9)) ==
        std::vector<std::string>{"held-out texts: F1 of B falls from 0.900 to 0.840"});
  CHECK(Worse(one_class, Of(0.9, 0.9)) == std::vector<std::string>{"held-out texts: F1 of B from 0.900 to 0.840 (20 texts)"});
  one_class.classes[1].count = 19;
  CHECK(Objections(rule, one_class, Of(0.9, 0.9)).empty());
}

TEST_CASE("calibration and precision are held to what the serving model does", "[classification]") {
  const PromotionRule rule;
  const double error = GENERATE(0.08, 0.081);
  Comparison on = Of(0.9, 0.9);
  on.candidate.calibration_error = error;
  CHECK(Objections(rule, on, {}).size() == (error > 0.08 ? 1 : 0));
  on.serving.calibration_error = 0.1;
  CHECK(Objections(rule, on, {}).empty());

  Comparison precision = Of(0.9, 0.9);
  precision.candidate.precision = 0.93;  // 0.02 less, and still what is asked for
  CHECK(Objections(rule, precision, {}).empty());
  precision.candidate.precision = 0.92;
  CHECK(Objections(rule, precision, {}).size() == 1);
  precision.serving.precision = 0.92;
  CHECK(Objections(rule, precision, {}).empty());
}

}  // namespace
}  // namespace redress::classification
