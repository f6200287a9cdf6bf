#include "services/classification/model/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace redress::classification {
namespace {

int ParentOf(absl::Span<const int> parents, int label) {
  return parents[static_cast<size_t>(label)];
}

double LogLoss(absl::Span<const HeldOut> texts, absl::Span<const int> parents, double sharpness) {
  double loss = 0;
  for (const HeldOut& text : texts) {
    const std::vector<double> sums = FirstLevelSums(Probabilities(text.scores, sharpness), parents);
    loss -= std::log(std::max(sums[static_cast<size_t>(ParentOf(parents, text.label))], 1e-12));
  }
  return loss;
}

}  // namespace

std::vector<double> Probabilities(absl::Span<const float> scores, double sharpness) {
  const double top = *std::max_element(scores.begin(), scores.end());
  std::vector<double> probabilities(scores.begin(), scores.end());
  double sum = 0;
  for (double& p : probabilities) sum += p = std::exp((p - top) * sharpness);
  for (double& p : probabilities) p /= sum;
  return probabilities;
}

std::vector<double> FirstLevelSums(const std::vector<double>& probabilities, absl::Span<const int> parents) {
  std::vector<double> sums(static_cast<size_t>(*std::max_element(parents.begin(), parents.end())) + 1, 0.0);
  for (size_t c = 0; c < parents.size(); ++c) sums[static_cast<size_t>(parents[c])] += probabilities[c];
  return sums;
}

size_t LeadingFirst(const std::vector<double>& sums, const std::vector<bool>& complaint) {
  double of_complaints = 0, of_others = 0;
  for (size_t first = 0; first < sums.size(); ++first) (complaint[first] ? of_complaints : of_others) += sums[first];
  const bool side = of_complaints >= of_others;
  size_t leading = sums.size();
  for (size_t first = 0; first < sums.size(); ++first) {
    if (complaint[first] == side && (leading == sums.size() || sums[first] > sums[leading])) leading = first;
  }
  return leading;
}

int LikeliestUnder(int first, const std::vector<double>& probabilities, absl::Span<const int> parents) {
  int best = -1;
  for (size_t c = 0; c < parents.size(); ++c) {
    if (parents[c] != first) continue;
    if (best < 0 || probabilities[c] > probabilities[static_cast<size_t>(best)]) best = static_cast<int>(c);
  }
  return best;
}

double LogOdds(double probability) {
  constexpr double kLeast = 1e-6;
  const double p = std::clamp(probability, kLeast, 1 - kLeast);
  return std::log(p / (1 - p));
}

double OfLogOdds(double log_odds) {
  return 1 / (1 + std::exp(-log_odds));
}

double FitSharpness(absl::Span<const HeldOut> texts, absl::Span<const int> parents) {
  // The loss has one minimum in the logarithm of the sharpness: golden section.
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = std::log(0.05), high = std::log(20.0);
  double a = high - ratio * (high - low), b = low + ratio * (high - low);
  double loss_a = LogLoss(texts, parents, std::exp(a)), loss_b = LogLoss(texts, parents, std::exp(b));
  for (int i = 0; i < 25; ++i) {
    if (loss_a < loss_b) {
      high = b, b = a, loss_b = loss_a;
      a = high - ratio * (high - low);
      loss_a = LogLoss(texts, parents, std::exp(a));
    } else {
      low = a, a = b, loss_a = loss_b;
      b = low + ratio * (high - low);
      loss_b = LogLoss(texts, parents, std::exp(b));
    }
  }
  return std::exp((low + high) / 2);
}

std::array<double, 3> FitLogistic(absl::Span<const LogisticInput> inputs) {
  // A little of a prior keeps the weights finite where the inputs decide everything, or say nothing.
  constexpr double kPrior = 1e-3;
  constexpr int kSteps = 25;
  std::array<double, 3> weights{};
  for (int step = 0; step < kSteps; ++step) {
    std::array<std::array<double, 4>, 3> system{};  // the matrix, and the gradient as last column
    for (size_t i = 0; i < 3; ++i) system[i][i] = kPrior, system[i][3] = -kPrior * weights[i];
    for (const LogisticInput& input : inputs) {
      const std::array<double, 3> x{1, input.first, input.second};
      const double p = OfLogOdds(weights[0] + weights[1] * x[1] + weights[2] * x[2]);
      for (size_t i = 0; i < 3; ++i) {
        for (size_t k = 0; k < 3; ++k) system[i][k] += p * (1 - p) * x[i] * x[k];
        system[i][3] += ((input.right ? 1 : 0) - p) * x[i];
      }
    }
    for (size_t i = 0; i < 3; ++i) {
      for (size_t row = 0; row < 3; ++row) {
        if (row == i) continue;
        const double factor = system[row][i] / system[i][i];
        for (size_t k = i; k < 4; ++k) system[row][k] -= factor * system[i][k];
      }
    }
    for (size_t i = 0; i < 3; ++i) weights[i] += system[i][3] / system[i][i];
  }
  return weights;
}

namespace {

Curve FitCurve(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint) {
  std::vector<HeldOut> single;
  for (const HeldOut& text : texts) {
    if (!text.joined) single.push_back(text);
  }
  Curve curve;
  if (single.empty()) return curve;
  curve.sharpness = FitSharpness(single, parents);
  Curves same;
  same.fill(curve);
  std::vector<LogisticInput> inputs;
  inputs.reserve(texts.size());
  for (const Judged& one : Judge(texts, parents, complaint, same)) inputs.push_back({LogOdds(one.confidence), 0, one.right});
  const std::array<double, 3> weights = FitLogistic(inputs);
  // Where what is sure is not more often right than what is not, nothing can be learned from these texts.
  if (weights[1] > 0) curve.offset = weights[0], curve.slope = weights[1];
  return curve;
}

}  // namespace

Curves FitCurves(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint) {
  constexpr size_t kTextsMin = 200;  // of a language, to have a curve of its own
  Curves curves;
  curves.fill(FitCurve(texts, parents, complaint));
  for (const Language language : {Language::kZh, Language::kEn}) {
    std::vector<HeldOut> own;
    for (const HeldOut& text : texts) {
      if (text.language == language) own.push_back(text);
    }
    if (own.size() >= kTextsMin) curves[static_cast<size_t>(language)] = FitCurve(own, parents, complaint);
  }
  return curves;
}

std::vector<Judged> Judge(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                          const Curves& curves) {
  std::vector<Judged> judged;
  judged.reserve(texts.size());
  for (const HeldOut& text : texts) {
    const Curve& curve = curves[static_cast<size_t>(text.language)];
    const std::vector<double> sums = FirstLevelSums(Probabilities(text.scores, curve.sharpness), parents);
    const size_t leading = LeadingFirst(sums, complaint);
    const auto said = static_cast<int>(leading);
    const bool right = said == ParentOf(parents, text.label) || (text.also >= 0 && said == ParentOf(parents, text.also));
    judged.push_back({curve.Confidence(sums[leading]), right, said});
  }
  return judged;
}

double CalibrationError(absl::Span<const Judged> judged) {
  struct Bin {
    double confidence = 0, right = 0;
  };
  std::array<Bin, 10> bins;
  for (const Judged& one : judged) {
    Bin& bin = bins[std::min<size_t>(static_cast<size_t>(one.confidence * 10), 9)];
    bin.confidence += one.confidence;
    bin.right += one.right ? 1 : 0;
  }
  double error = 0;
  for (const Bin& bin : bins) error += std::abs(bin.confidence - bin.right);
  return judged.empty() ? 0 : error / static_cast<double>(judged.size());
}

Abstention ChooseAbstention(std::vector<Judged> judged, double precision, double coverage_min) {
  std::stable_sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.confidence > b.confidence; });
  Abstention reached{1.0, 0, 0, false}, best = reached;
  double right = 0;
  for (size_t i = 0; i < judged.size(); ++i) {
    right += judged[i].right ? 1 : 0;
    if (i + 1 < judged.size() && judged[i + 1].confidence == judged[i].confidence) continue;
    const auto count = static_cast<double>(i + 1);
    const Abstention here{judged[i].confidence, right / count, count / static_cast<double>(judged.size()), true};
    if (here.coverage < coverage_min) continue;
    if (here.precision >= precision) reached = here;
    if (here.precision > best.precision) best = here;
  }
  if (reached.reached) return reached;
  best.reached = false;
  return best;
}

}  // namespace redress::classification
