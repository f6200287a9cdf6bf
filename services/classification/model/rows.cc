#include "services/classification/model/rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

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

// By row, and those of one row as they came. Counting, nine bits at a time: with comparisons, this would be a fifth of a
// classification.
void SortByRow(size_t rows, std::vector<WeighedFeature>* features) {
  constexpr uint32_t kBits = 9, kBuckets = 1u << kBits;
  constexpr size_t kFewest = 24;
  if (features->size() < kFewest) {
    std::stable_sort(features->begin(), features->end(),
                     [](const WeighedFeature& a, const WeighedFeature& b) { return a.row < b.row; });
    return;
  }
  std::vector<WeighedFeature> sorted(features->size());
  for (uint32_t shift = 0; (rows >> shift) > 0; shift += kBits) {
    std::array<uint32_t, kBuckets> place{};
    for (const WeighedFeature& feature : *features) ++place[(feature.row >> shift) % kBuckets];
    uint32_t next = 0;
    for (uint32_t& one : place) next += std::exchange(one, next);
    for (const WeighedFeature& feature : *features) sorted[place[(feature.row >> shift) % kBuckets]++] = feature;
    features->swap(sorted);
  }
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

double Rows::UnknownShare(absl::Span<const uint64_t> words) const {
  if (words.empty()) return 0;
  const auto unknown = std::count_if(words.begin(), words.end(), [&](uint64_t word) { return !Knows(word); });
  return static_cast<double>(unknown) / static_cast<double>(words.size());
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
  SortByRow(size(), &known);
  // Occurrences of one feature share its weight: (1 + ln n) / n each.
  for (size_t begin = 0; begin < known.size();) {
    size_t end = begin + 1;
    while (end < known.size() && known[end].row == known[begin].row) ++end;
    const auto count = static_cast<float>(end - begin);
    const float damped = end - begin == 1 ? 1.0f : 1.0f + std::log(count);
    const float total = damped * rarity_[known[begin].row] * known[begin].weight;
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

std::vector<std::vector<float>> Rows::ScoreParts(const std::vector<WeighedFeature>& features, absl::Span<const int> part_of,
                                                 size_t parts) const {
  std::vector<std::vector<float>> scores(parts);
  std::vector<double> squares(parts);
  for (size_t i = 0; i < features.size(); ++i) {
    if (part_of[i] < 0) continue;
    const auto part = static_cast<size_t>(part_of[i]);
    if (scores[part].empty()) scores[part].resize(stride_);
    const WeighedFeature& feature = features[i];
    squares[part] += static_cast<double>(feature.weight) * feature.weight;
    AddScaled(feature.weight, regression_.data() + static_cast<size_t>(feature.row) * stride_, stride_, scores[part].data());
  }
  for (size_t part = 0; part < parts; ++part) {
    if (scores[part].empty()) continue;
    const float scale = squares[part] > 0 ? static_cast<float>(1.0 / std::sqrt(squares[part])) : 0.0f;
    scores[part].resize(classes_);
    for (size_t c = 0; c < classes_; ++c) scores[part][c] = bias_[c] + scale * scores[part][c];
  }
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
