// What a trained model knows: for each known feature two rows of one score a class, one of a logistic regression and one of
// fastText. fastText's supervised model is the mean of word vectors times a matrix with nothing between, so it folds into such
// rows exactly. Folded, a text costs a look-up a feature, and what each feature said for a class can be read off.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/classification/model/features.h"

namespace redress::classification {

// A feature of a text that the model knows: its row and what it weighs there.
struct WeighedFeature {
  uint32_t row;
  float weight;
  uint32_t begin;  // tokens
  uint32_t end;
};

class Rows {
 public:
  // All zero; `hashes` are the known features, each once.
  Rows(size_t classes, std::vector<uint64_t> hashes);

  size_t classes() const { return classes_; }
  size_t size() const { return hashes_.size(); }
  const std::vector<uint64_t>& hashes() const { return hashes_; }

  // The known features of a text, by row. Each counts by its kind and by how rare it is, damped where it repeats; together with
  // the unknown ones they have length one, so that a long text is not a loud one.
  std::vector<WeighedFeature> Weigh(const std::vector<Feature>& features) const;
  // Scores of every class: the regression's weighted sum and `mix` times fastText's mean.
  std::vector<float> Score(const std::vector<WeighedFeature>& features) const;
  // What one of the `count` features of a text adds to the score of a class.
  float Contribution(const WeighedFeature& feature, size_t count, size_t label) const {
    return feature.weight * regression(feature.row)[label] + mix_ / static_cast<float>(count) * fasttext(feature.row)[label];
  }

  absl::Span<float> regression(size_t row) { return {values_.data() + 2 * row * stride_, classes_}; }
  absl::Span<const float> regression(size_t row) const { return {values_.data() + 2 * row * stride_, classes_}; }
  absl::Span<float> fasttext(size_t row) { return {values_.data() + (2 * row + 1) * stride_, classes_}; }
  absl::Span<const float> fasttext(size_t row) const { return {values_.data() + (2 * row + 1) * stride_, classes_}; }
  std::vector<float>& bias() { return bias_; }
  const std::vector<float>& bias() const { return bias_; }
  // How rare each feature is: its inverse document frequency.
  std::vector<float>& rarity() { return rarity_; }
  const std::vector<float>& rarity() const { return rarity_; }
  float mix() const { return mix_; }
  void set_mix(float mix) { mix_ = mix; }

 private:
  size_t classes_;
  size_t stride_;  // classes, rounded up to whole vectors
  std::vector<uint64_t> hashes_;
  absl::flat_hash_map<uint64_t, uint32_t> index_;
  std::vector<float> values_;
  std::vector<float> bias_;
  std::vector<float> rarity_;
  float mix_ = 0;
};

}  // namespace redress::classification
