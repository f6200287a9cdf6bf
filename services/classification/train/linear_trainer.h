// Trains the two linear models that classification adds up: a logistic regression over all features, and fastText's supervised
// model folded into the same rows. Deterministic: one thread, fixed order, fixed seeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/classification/model/rows.h"
#include "services/classification/train/dataset.h"

namespace redress::classification {

struct RegressionOptions {
  int epochs = 20;
  float rate = 2.0f;
  double decay = 1e-6;   // of the weights
  float level1 = 0.7f;   // share of the loss that is about the first level alone
  float wrapped = 0.5f;  // share of the steps that see a wrapped form of the text, where it has one
  float spoilt = 0.5f;   // share of the steps that see a spoilt form
  float dropout = 0.3f;  // share of a text's features that a step does not see, so that no class hangs on one word
  int runs = 5;          // with a seed each; the weights are the mean: where one run ends is chance
  uint32_t seed = 20261122;
};

struct FastTextOptions {
  int dimensions = 32;
  int epochs = 25;
  double rate = 0.5;
  int seed = 20261122;
};

// The features that stand in at least `texts_min` of the examples, or in at least `spoilt_min` spoilt forms of them, with their
// inverse document frequencies.
Rows MakeVocabulary(size_t classes, absl::Span<const Example* const> examples, int texts_min, int spoilt_min);

void TrainRegression(const RegressionOptions& options, absl::Span<const Tag> labels, absl::Span<const Example* const> examples,
                     Rows* rows);

// Trains fastText on the known features of the texts in `work_folder` (a file is written and removed there).
absl::Status TrainFastText(const FastTextOptions& options, absl::Span<const Example* const> examples,
                           const std::string& work_folder, Rows* rows);

}  // namespace redress::classification
