// Whether live texts still look like those that a model was trained on. A count of each label fades as newer texts come, so that
// the figures are of the last few thousand texts, whenever they came. Not thread safe.
#pragma once

#include <cstddef>
#include <vector>

namespace redress::classification {

// Population stability index of two distributions over the same labels: Σ (b − a) · ln(b ÷ a) of their shares, each at least
// 0.0005. Below 0.1 nothing happened, above 0.25 a model no longer sees what it was made for. 0 where either is empty.
double StabilityIndex(const std::vector<double>& reference, const std::vector<double>& live);

class DriftWindow {
 public:
  // `labels`: how many there are. `memory`: of about so many texts.
  DriftWindow(size_t labels, double memory) : keep_(1 - 1 / memory), label_weights_(labels) {}

  // One text. `unknown_words`: the share of its words that the model does not know, negative for one that was not looked at.
  void Add(size_t label, bool abstained, double unknown_words);

  // Texts that count, at most `memory`.
  double weight() const { return weight_; }
  const std::vector<double>& label_weights() const { return label_weights_; }
  double abstained_share() const { return weight_ == 0 ? 0 : abstained_ / weight_; }
  double unknown_share() const { return looked_at_ == 0 ? 0 : unknown_ / looked_at_; }

 private:
  double keep_;
  std::vector<double> label_weights_;
  double weight_ = 0;
  double abstained_ = 0;
  double looked_at_ = 0;
  double unknown_ = 0;
};

}  // namespace redress::classification
