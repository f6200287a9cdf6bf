#include "services/classification/domain/drift.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace redress::classification {

double StabilityIndex(const std::vector<double>& reference, const std::vector<double>& live) {
  constexpr double kShareMin = 0.0005;
  const double reference_sum = std::accumulate(reference.begin(), reference.end(), 0.0);
  const double live_sum = std::accumulate(live.begin(), live.end(), 0.0);
  if (reference_sum <= 0 || live_sum <= 0) return 0;
  double index = 0;
  for (size_t i = 0; i < reference.size(); ++i) {
    const double a = std::max(reference[i] / reference_sum, kShareMin);
    const double b = std::max(live[i] / live_sum, kShareMin);
    index += (b - a) * std::log(b / a);
  }
  return index;
}

void DriftWindow::Add(size_t label, bool abstained, double unknown_words) {
  for (double& weight : label_weights_) weight *= keep_;
  label_weights_[label] += 1;
  weight_ = weight_ * keep_ + 1;
  abstained_ = abstained_ * keep_ + (abstained ? 1 : 0);
  if (unknown_words < 0) return;
  looked_at_ = looked_at_ * keep_ + 1;
  unknown_ = unknown_ * keep_ + unknown_words;
}

}  // namespace redress::classification
