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
  bool Knows(uint64_t hash) const { return index_.contains(hash); }
  // The share of `words`, hashes of tokens, that are no known features; 0 of none.
  double UnknownShare(absl::Span<const uint64_t> words) const;

  // The known features of a text, by row. Each counts by its kind and by how rare it is, damped where it repeats; together with
  // the unknown ones they have length one, so that a long text is not a loud one.
  std::vector<WeighedFeature> Weigh(const std::vector<Feature>& features) const;
  // Scores of every class: the regression's weighted sum and `mix` times fastText's mean.
  std::vector<float> Score(const std::vector<WeighedFeature>& features) const;
  // Scores of every class by the features of each part of a text alone, as if they were all of one; `part_of` says for each
  // feature of which of `parts` parts it is, −1: of none. Empty for a part without features.
  std::vector<std::vector<float>> ScoreParts(const std::vector<WeighedFeature>& features, absl::Span<const int> part_of,
                                             size_t parts) const;
  // What the features say for each token, where `towards` is how much a score of each class counts.
  std::vector<double> SayOfTokens(const std::vector<WeighedFeature>& features, const std::vector<float>& towards,
                                  size_t tokens) const;

  absl::Span<float> regression(size_t row) { return {regression_.data() + row * stride_, classes_}; }
  absl::Span<const float> regression(size_t row) const { return {regression_.data() + row * stride_, classes_}; }
  // Only where `mix` is not zero.
  absl::Span<float> fasttext(size_t row) { return {fasttext_.data() + row * stride_, classes_}; }
  absl::Span<const float> fasttext(size_t row) const { return {fasttext_.data() + row * stride_, classes_}; }
  std::vector<float>& bias() { return bias_; }
  const std::vector<float>& bias() const { return bias_; }
  // How rare each feature is: its inverse document frequency.
  std::vector<float>& rarity() { return rarity_; }
  const std::vector<float>& rarity() const { return rarity_; }
  float mix() const { return mix_; }
  void set_mix(float mix);

 private:
  size_t classes_;
  size_t stride_;  // classes, rounded up to whole vectors
  std::vector<uint64_t> hashes_;
  absl::flat_hash_map<uint64_t, uint32_t> index_;
  std::vector<float> regression_;
  std::vector<float> fasttext_;  // empty where it has no share
  std::vector<float> bias_;
  std::vector<float> rarity_;
  float mix_ = 0;
};

}  // namespace redress::classification
