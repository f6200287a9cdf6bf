// The training texts as a model sees them. A text's label is the file that holds it: corpus/<L1>/<L2>.txt, or corpus/<L1>.txt for
// texts that tell no second level, one text a line; a file that the taxonomy does not know is refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/taxonomy.h"
#include "services/classification/model/features.h"
#include "services/classification/model/further.h"
#include "services/classification/text/normalise.h"

namespace redress::classification {

struct Example {
  std::string text;
  int label;                      // index into Dataset::labels
  bool first_level_only = false;  // then `label` is any class of the right first level
  std::vector<Feature> features;
  std::vector<Clause> clauses;
  Language language = Language::kOther;
  std::vector<std::vector<Feature>> wrapped;  // of the same text between phrases that change nothing about its class
  std::vector<std::vector<Feature>> spoilt;   // of the same text with faults of typing
  std::vector<uint64_t> words;                // the hashes of its tokens
};

// What people write around a grievance: politeness, praise for something else, displeasure. None of it tells one grievance from
// another; a model sees each text of a complaint also between them.
struct Wrapping {
  std::vector<std::string> before;
  std::vector<std::string> after;
};

struct Dataset {
  std::vector<Tag> labels;  // every second level of the taxonomy, in its order
  std::vector<Example> examples;
  std::vector<std::u32string> words;  // those of corpus/words.yaml; of no text
};

// Reads every text of the corpus, in a fixed order. FAILED_PRECONDITION, reason INVALID_CORPUS: a folder or file that the
// taxonomy does not know, a second level without texts, or the same text twice.
absl::StatusOr<Dataset> ReadCorpus(const std::string& folder, const Taxonomy& taxonomy);

// The phrases of corpus/wrapping.yaml. Errors as of ReadConcepts; a list that is empty is one.
absl::StatusOr<Wrapping> ReadWrapping(const std::string& path);

// The words of corpus/words.yaml, the commonest first. Errors as of ReadConcepts.
absl::StatusOr<std::vector<std::u32string>> ReadWords(const std::string& path);

// Fills in features, clauses and language of every example.
void ExtractFeatures(const Normaliser& normaliser, const FeatureExtractor& extractor, Dataset* dataset);

// Fills in `variants` wrapped forms of each text of a complaint that is at most `length_max` bytes long. Deterministic.
void WrapTexts(const Taxonomy& taxonomy, const Normaliser& normaliser, const FeatureExtractor& extractor,
               const Wrapping& wrapping, int variants, size_t length_max, Dataset* dataset);

}  // namespace redress::classification
