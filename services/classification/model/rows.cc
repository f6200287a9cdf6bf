#include "services/classification/model/rows.h"

#include <algorithm>
#include <cmath>

namespace redress::classification {
namespace {

// How rare a feature counts that no training text had: it takes its share of the length, so that what is known of a text that is
// mostly unknown decides with less confidence.
constexpr double kUnknownRarity = 4.4;

}  // namespace

Rows::Rows(size_t classes, std::vector<uint64_t> hashes)
    : classes_(classes), stride_((classes + 7) / 8 * 8), hashes_(std::move(hashes)) {
  index_.reserve(hashes_.size());
  for (size_t i = 0; i < hashes_.size(); ++i) index_.emplace(hashes_[i], static_cast<uint32_t>(i));
  values_.assign(hashes_.size() * stride_ * 2, 0.0f);
  bias_.assign(classes_, 0.0f);
  rarity_.assign(hashes_.size(), 1.0f);
}

std::vector<WeighedFeature> Rows::Weigh(const std::vector<Feature>& features) const {
  std::vector<WeighedFeature> known;
  known.reserve(features.size());
  double squares = 0;
  for (const Feature& feature : features) {
    if (const auto found = index_.find(feature.hash); found != index_.end()) {
      known.push_back({found->second, feature.weight, feature.begin, feature.end});
    } else {
      squares += static_cast<double>(feature.weight) * feature.weight * kUnknownRarity * kUnknownRarity;
    }
  }
  // Occurrences of one feature share its weight: (1 + ln n) / n each.
  std::sort(known.begin(), known.end(),
            [](const WeighedFeature& a, const WeighedFeature& b) { return a.row != b.row ? a.row < b.row : a.begin < b.begin; });
  for (size_t begin = 0; begin < known.size();) {
    size_t end = begin + 1;
    while (end < known.size() && known[end].row == known[begin].row) ++end;
    const auto count = static_cast<float>(end - begin);
    const float total = (1.0f + std::log(count)) * rarity_[known[begin].row] * known[begin].weight;
    squares += static_cast<double>(total) * total;
    for (; begin < end; ++begin) known[begin].weight = total / count;
  }
  const float scale = squares > 0 ? static_cast<float>(1.0 / std::sqrt(squares)) : 0.0f;
  for (WeighedFeature& feature : known) feature.weight *= scale;
  return known;
}

std::vector<float> Rows::Score(const std::vector<WeighedFeature>& features) const {
  std::vector<float> scores(bias_);
  scores.resize(stride_);
  const float share = features.empty() ? 0.0f : mix_ / static_cast<float>(features.size());
  for (const WeighedFeature& feature : features) {
    const float* values = values_.data() + 2 * static_cast<size_t>(feature.row) * stride_;
    for (size_t c = 0; c < stride_; ++c) scores[c] += feature.weight * values[c] + share * values[stride_ + c];
  }
  scores.resize(classes_);
  return scores;
}

}  // namespace redress::classification
