// The training texts as a model sees them. A text's label is the file that holds it: corpus/<L1>/<L2>.txt, one text a
// line; a file that the taxonomy does not know is refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/taxonomy.h"
#include "services/classification/model/features.h"
#include "services/classification/text/normalise.h"

namespace redress::classification {

struct Example {
  std::string text;
  int label;  // index into Dataset::labels
  std::vector<Feature> features;
};

struct Dataset {
  std::vector<Tag> labels;  // every second level of the taxonomy, in its order
  std::vector<Example> examples;
};

// Reads every text of the corpus, in a fixed order. FAILED_PRECONDITION, reason INVALID_CORPUS: a folder or file that the
// taxonomy does not know, a class without texts, or the same text twice.
absl::StatusOr<Dataset> ReadCorpus(const std::string& folder, const Taxonomy& taxonomy);

// Fills in the features of every example.
void ExtractFeatures(const Normaliser& normaliser, const FeatureExtractor& extractor, Dataset* dataset);

}  // namespace redress::classification
