#include "services/classification/model/calibration.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

namespace redress::classification {
namespace {

// Two classes; of texts with the scores (s, 0) a share of `right` belongs to the first.
void Add(float s, int count, double right, std::vector<HeldOut>* texts) {
  for (int i = 0; i < count; ++i) texts->push_back({{s, 0}, i < count * right ? 0 : 1});
}

TEST_CASE("probabilities sum to one and sharpen", "[classification]") {
  const std::vector<float> scores{1, 2, 3};
  for (const double sharpness : {0.1, 1.0, 50.0}) {
    const std::vector<double> p = Probabilities(scores, sharpness);
    CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
    CHECK(p[2] > p[1]);
  }
  CHECK(Probabilities(scores, 2)[2] > Probabilities(scores, 1)[2]);
  CHECK(Probabilities(std::vector<float>{1000, -1000}, 1)[0] == Approx(1));  // no overflow
}

TEST_CASE("the sharpness that is found makes confidence true", "[classification]") {
  // Three in four are right where the scores say 95 %.
  std::vector<HeldOut> texts;
  Add(3.0f, 400, 0.75, &texts);
  const std::vector<int> parents{0, 1};
  const double sharpness = FitSharpness(texts, parents);
  CHECK(Probabilities(texts[0].scores, sharpness)[0] == Approx(0.75).margin(0.001));
  CHECK(CalibrationError(Judge(texts, parents, sharpness)) < 0.001);
  CHECK(CalibrationError(Judge(texts, parents, 1.0)) > 0.19);
}

TEST_CASE("confidence is of the first level", "[classification]") {
  const std::vector<HeldOut> texts{{{2, 2, 2.5}, 0}};
  const std::vector<Judged> judged = Judge(texts, std::vector<int>{0, 0, 1}, 1.0);
  CHECK(judged[0].right);  // 0 and 1 together outweigh 2
  CHECK(judged[0].confidence == Approx(2 * std::exp(2) / (2 * std::exp(2) + std::exp(2.5))));
}

TEST_CASE("the model abstains below the confidence that keeps the precision", "[classification]") {
  std::vector<Judged> judged;
  for (int i = 0; i < 50; ++i) judged.push_back({0.9, i < 49});
  for (int i = 0; i < 50; ++i) judged.push_back({0.6, i < 25});
  const Abstention strict = ChooseAbstention(judged, 0.93, 0.2);
  CHECK(strict.reached);
  CHECK(strict.below == 0.9);
  CHECK(strict.coverage == Approx(0.5));
  CHECK(strict.precision == Approx(0.98));
  CHECK(ChooseAbstention(judged, 0.7, 0.2).coverage == Approx(1));
}

TEST_CASE("a precision out of reach gives the best there is, and says so", "[classification]") {
  std::vector<Judged> judged;
  for (int i = 0; i < 100; ++i) judged.push_back({0.5 + i / 1000.0, i % 5 != 0});
  const Abstention abstention = ChooseAbstention(judged, 0.99, 0.5);
  CHECK_FALSE(abstention.reached);
  CHECK(abstention.coverage >= 0.5);
  CHECK(abstention.precision == Approx(0.8).margin(0.02));
}

}  // namespace
}  // namespace redress::classification
