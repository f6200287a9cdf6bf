// What a model looks at: hashes of single tokens, of neighbours, of the pieces of words, of the
// sounds of characters, and of the concepts that a lexicon
// knows in both languages. Training and prediction share this code, and the options travel in the model, so they cannot differ.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "services/classification/text/phrase_matcher.h"
#include "services/classification/text/tokens.h"

namespace redress::classification {

// One occurrence; tokens [begin, end) are what it rests on.
struct Feature {
  uint64_t hash;
  uint32_t begin;
  uint32_t end;
  float weight = 1.0f;  // of its kind
};

struct FeatureOptions {
  uint8_t ngram_max = 2;       // of tokens, within one stretch without punctuation
  uint8_t word_piece_min = 4;  // characters of the pieces of words of scripts with spaces; 0: no pieces
  uint8_t word_piece_max = 5;
  uint8_t concepts = 1;       // single concepts
  uint8_t concept_pairs = 1;  // pairs of neighbouring concepts
  float ngram_weight = 0.5f;
  float word_piece_weight = 0.35f;
  float concept_weight = 1.3f;
  float concept_pair_weight = 1.0f;
  float sound_weight = 0.8f;  // of the sounds of two neighbouring characters; 0: sounds do not count
  friend bool operator==(const FeatureOptions&, const FeatureOptions&) = default;
};

// A meaning and the phrases (normalised) that carry it.
struct Concept {
  std::string name;
  std::vector<std::u32string> phrases;
};

class FeatureExtractor {
 public:
  FeatureExtractor(FeatureOptions options, std::vector<Concept> concepts);

  // Appends the features of a text to `*features`. At most kTokensMax tokens are read: a complaint says what it is about before
  // that. Linear. Thread safe.
  void Extract(const std::u32string& text, const std::vector<Token>& tokens, std::vector<Feature>* features) const;

  const FeatureOptions& options() const { return options_; }
  const std::vector<Concept>& concepts() const { return concepts_; }

  static constexpr size_t kTokensMax = 4000;

 private:
  void AddTokens(const std::vector<Token>& tokens, size_t count, std::vector<Feature>* features) const;
  void AddSounds(const std::u32string& text, const std::vector<Token>& tokens, size_t count,
                 std::vector<Feature>* features) const;
  void AddWordPieces(const std::u32string& text, const Token& token, uint32_t index, std::vector<Feature>* features) const;
  void AddConcepts(const std::u32string& text, const std::vector<Token>& tokens, size_t count,
                   std::vector<Feature>* features) const;

  FeatureOptions options_;
  std::vector<Concept> concepts_;
  PhraseMatcher matcher_;
  std::vector<uint64_t> concept_hashes_;
};

}  // namespace redress::classification
