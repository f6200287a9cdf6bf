// Writes texts as hurried people type them: characters of the same sound or a like shape, words as their initials or half in
// Latin letters, letters and characters that change places or are left out. A model that sees some of its texts this way is not
// thrown by it. What such writing costs is measured with other lists (tools/classify_eval/noise.py).
#pragma once

#include <random>
#include <string>
#include <vector>

#include "services/classification/model/features.h"
#include "services/classification/train/dataset.h"

namespace redress::classification {

class Spoiler {
 public:
  // Wrong characters are those of the texts that sound alike, the commoner the likelier; words that are abbreviated are the
  // Chinese phrases of the concepts.
  Spoiler(const Normaliser& normaliser, const Dataset& dataset, const std::vector<Concept>& concepts);

  // `text` (normalised), spoilt in one way that is drawn. The same draws give the same.
  std::u32string Spoil(const std::u32string& text, std::mt19937* random) const;

 private:
  char32_t Alike(char32_t c, std::mt19937* random) const;
  std::u32string Mistype(const std::u32string& text, std::mt19937* random) const;
  std::u32string Abbreviate(const std::u32string& text, std::mt19937* random) const;
  std::u32string Slip(const std::u32string& text, std::mt19937* random) const;

  struct Choice {
    char32_t c;
    uint64_t up_to;  // sum of the weights up to here
  };
  absl::flat_hash_map<uint64_t, std::vector<Choice>> by_sound_;
  absl::flat_hash_map<char32_t, std::vector<char32_t>> by_shape_;
  PhraseMatcher words_;
};

// Fills in `variants` spoilt forms of each text that is at most `length_max` bytes long. Deterministic.
void SpoilTexts(const Normaliser& normaliser, const FeatureExtractor& extractor, int variants, size_t length_max,
                Dataset* dataset);

}  // namespace redress::classification
