#include "services/classification/model/rows.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace redress::classification {
namespace {

// How rare a feature counts that no training text had: it takes its share of the length, so that what is known of a text that is
// mostly unknown decides with less confidence.
constexpr double kUnknownRarity = 4.4;

// The compiler makes vectors of eight of these, which it may not of one sum.
void AddScaled(float factor, const float* from, size_t count, float* to) {
  for (size_t c = 0; c < count; c += 8) {
    for (size_t i = 0; i < 8; ++i) to[c + i] += factor * from[c + i];
  }
}

float Dot(const float* a, const float* b, size_t count) {
  std::array<float, 8> sums{};
  for (size_t c = 0; c < count; c += 8) {
    for (size_t i = 0; i < 8; ++i) sums[i] += a[c + i] * b[c + i];
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

}  // namespace

Rows::Rows(size_t classes, std::vector<uint64_t> hashes)
    : classes_(classes), stride_((classes + 7) / 8 * 8), hashes_(std::move(hashes)) {
  index_.reserve(hashes_.size());
  for (size_t i = 0; i < hashes_.size(); ++i) index_.emplace(hashes_[i], static_cast<uint32_t>(i));
  regression_.assign(hashes_.size() * stride_, 0.0f);
  bias_.assign(classes_, 0.0f);
  rarity_.assign(hashes_.size(), 1.0f);
}

void Rows::set_mix(float mix) {
  mix_ = mix;
  if (mix_ != 0) fasttext_.resize(regression_.size());
}

std::vector<WeighedFeature> Rows::Weigh(const std::vector<Feature>& features) const {
  std::vector<WeighedFeature> known;
  known.reserve(features.size());
  double squares = 0;
  // Index and rows are larger than any cache: what will be read is asked for ahead.
  constexpr size_t kAhead = 8;
  for (size_t i = 0; i < features.size(); ++i) {
    if (i + kAhead < features.size()) index_.prefetch(features[i + kAhead].hash);
    const Feature& feature = features[i];
    if (const auto found = index_.find(feature.hash); found != index_.end()) {
      const float* row = regression_.data() + static_cast<size_t>(found->second) * stride_;
      for (size_t c = 0; c < stride_; c += 16) __builtin_prefetch(row + c);
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
    const size_t at = static_cast<size_t>(feature.row) * stride_;
    AddScaled(feature.weight, regression_.data() + at, stride_, scores.data());
    if (share != 0) AddScaled(share, fasttext_.data() + at, stride_, scores.data());
  }
  scores.resize(classes_);
  return scores;
}

std::vector<float> Rows::ScorePart(const std::vector<WeighedFeature>& part) const {
  std::vector<float> scores(stride_);
  double squares = 0;
  for (const WeighedFeature& feature : part) {
    squares += static_cast<double>(feature.weight) * feature.weight;
    AddScaled(feature.weight, regression_.data() + static_cast<size_t>(feature.row) * stride_, stride_, scores.data());
  }
  const float scale = squares > 0 ? static_cast<float>(1.0 / std::sqrt(squares)) : 0.0f;
  scores.resize(classes_);
  for (size_t c = 0; c < classes_; ++c) scores[c] = bias_[c] + scale * scores[c];
  return scores;
}

std::vector<double> Rows::SayOfTokens(const std::vector<WeighedFeature>& features, const std::vector<float>& towards,
                                      size_t tokens) const {
  std::vector<float> padded(towards);
  padded.resize(stride_);
  std::vector<double> said(tokens, 0.0);
  const float share = features.empty() ? 0.0f : mix_ / static_cast<float>(features.size());
  for (const WeighedFeature& feature : features) {
    const size_t at = static_cast<size_t>(feature.row) * stride_;
    float sum = feature.weight * Dot(regression_.data() + at, padded.data(), stride_);
    if (share != 0) sum += share * Dot(fasttext_.data() + at, padded.data(), stride_);
    const double each = sum / static_cast<float>(feature.end - feature.begin);
    for (uint32_t t = feature.begin; t < feature.end; ++t) said[t] += each;
  }
  return said;
}

}  // namespace redress::classification
