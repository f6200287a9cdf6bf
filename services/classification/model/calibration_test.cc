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

const std::vector<bool> kComplaints{true, true};

Curves Sharpened(double sharpness) {
  Curves curves;
  curves.fill({sharpness, 0, 1});
  return curves;
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
  CHECK(CalibrationError(Judge(texts, parents, kComplaints, Sharpened(sharpness))) < 0.001);
  CHECK(CalibrationError(Judge(texts, parents, kComplaints, Sharpened(1))) > 0.19);
}

TEST_CASE("confidence is of the first level", "[classification]") {
  const std::vector<HeldOut> texts{{{2, 2, 2.5}, 0}};
  const std::vector<Judged> judged = Judge(texts, std::vector<int>{0, 0, 1}, kComplaints, Sharpened(1));
  CHECK(judged[0].right);  // 0 and 1 together outweigh 2
  CHECK(judged[0].confidence == Approx(2 * std::exp(2) / (2 * std::exp(2) + std::exp(2.5))));
}

TEST_CASE("a text is no complaint only where that is likelier than all complaints together", "[classification]") {
  const std::vector<bool> complaint{true, true, false};
  CHECK(LeadingFirst({0.25, 0.3, 0.45}, complaint) == 1);
  CHECK(LeadingFirst({0.3, 0.2, 0.5}, complaint) == 0);
  CHECK(LeadingFirst({0.3, 0.19, 0.51}, complaint) == 2);
  CHECK(LeadingFirst({0.2, 0.8}, {false, false}) == 1);
}

TEST_CASE("a further grievance counts as right, and makes doubt smaller", "[classification]") {
  std::vector<HeldOut> texts;
  Add(1.0f, 400, 0.75, &texts);
  const std::vector<int> parents{0, 1};
  const double plain = FitCurves(texts, parents, kComplaints)[0].Confidence(0.75);
  CHECK(plain == Approx(0.75).margin(0.01));
  for (size_t i = 350; i < 400; ++i) texts[i].also = 0, texts[i].joined = true;
  const std::vector<Judged> judged = Judge(texts, parents, kComplaints, FitCurves(texts, parents, kComplaints));
  CHECK(judged[399].right);
  CHECK(judged[0].confidence == Approx(0.875).margin(0.01));
}

TEST_CASE("a language with enough texts has a curve of its own, others the common one", "[classification]") {
  std::vector<HeldOut> texts;
  Add(2.0f, 300, 0.9, &texts);
  for (HeldOut& text : texts) text.language = Language::kZh;
  std::vector<HeldOut> more;
  Add(2.0f, 300, 0.6, &more);
  for (HeldOut& text : more) text.language = Language::kEn, texts.push_back(text);
  const Curves curves = FitCurves(texts, std::vector<int>{0, 1}, kComplaints);
  const auto confidence = [&](Language language) {
    const Curve& curve = curves[static_cast<size_t>(language)];
    return curve.Confidence(Probabilities(texts[0].scores, curve.sharpness)[0]);
  };
  CHECK(confidence(Language::kZh) == Approx(0.9).margin(0.01));
  CHECK(confidence(Language::kEn) == Approx(0.6).margin(0.01));
  CHECK(confidence(Language::kOther) == Approx(0.75).margin(0.01));
}

TEST_CASE("a regression finds the odds of its inputs", "[classification]") {
  std::vector<LogisticInput> inputs;
  for (int i = 0; i < 1000; ++i) {
    inputs.push_back({0, 0, i % 4 == 0});
    inputs.push_back({1, 0, i % 2 == 0});
    inputs.push_back({1, 1, i % 10 != 0});
  }
  const std::array<double, 3> w = FitLogistic(inputs);
  CHECK(OfLogOdds(w[0]) == Approx(0.25).margin(0.001));
  CHECK(OfLogOdds(w[0] + w[1]) == Approx(0.5).margin(0.001));
  CHECK(OfLogOdds(w[0] + w[1] + w[2]) == Approx(0.9).margin(0.001));
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
