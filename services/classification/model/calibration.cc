#include "services/classification/model/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace redress::classification {
namespace {

// The probability of each first level.
std::vector<double> ParentProbabilities(const std::vector<double>& probabilities, absl::Span<const int> parents) {
  std::vector<double> sums(static_cast<size_t>(*std::max_element(parents.begin(), parents.end())) + 1, 0.0);
  for (size_t c = 0; c < parents.size(); ++c) sums[static_cast<size_t>(parents[c])] += probabilities[c];
  return sums;
}

double LogLoss(absl::Span<const HeldOut> texts, absl::Span<const int> parents, double sharpness) {
  double loss = 0;
  for (const HeldOut& text : texts) {
    const std::vector<double> sums = ParentProbabilities(Probabilities(text.scores, sharpness), parents);
    loss -= std::log(std::max(sums[static_cast<size_t>(parents[static_cast<size_t>(text.label)])], 1e-12));
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

std::vector<Judged> Judge(absl::Span<const HeldOut> texts, absl::Span<const int> parents, double sharpness) {
  std::vector<Judged> judged;
  for (const HeldOut& text : texts) {
    const std::vector<double> sums = ParentProbabilities(Probabilities(text.scores, sharpness), parents);
    const auto best = std::max_element(sums.begin(), sums.end());
    judged.push_back({*best, best - sums.begin() == parents[static_cast<size_t>(text.label)]});
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
