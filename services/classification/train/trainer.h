// From texts to a model: cross-validation measures and calibrates, then all texts train. Deterministic: the same corpus, concepts
// and options give the same bytes on the same machine type.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/model/calibration.h"
#include "services/classification/model/model.h"
#include "services/classification/train/dataset.h"
#include "services/classification/train/linear_trainer.h"

namespace redress::classification {

// The defaults are what held-out measurement chose (docs/classification.md).
// Shares of the texts of a language that calibrate: such that tell two grievances, and such that tell one at length.
struct JoinedShares {
  double two = 0;
  double at_length = 0;
};

struct TrainOptions {
  FeatureOptions features;
  RegressionOptions regression;
  FastTextOptions fasttext;
  float fasttext_mix = 0;  // fastText's share; measured to cost more calibration than it gains
  int wrapped_forms = 3;   // of each text of a complaint that is at most so many bytes long
  size_t wrapped_length_max = 150;
  int spoilt_forms = 6;  // of each text that is at most so many bytes long
  size_t spoilt_length_max = 300;
  int spoilt_min = 4;  // a feature is known that so many spoilt forms have
  int texts_min = 1;   // a feature is known that stands in so many texts
  int folds = 5;
  double precision = 0.93;
  double precision_margin = 0.01;  // thresholds reach so much more on held-out texts, for real ones are a little further away
  double coverage_min = 0.2;
  // As many tell two grievances as real complaints do; those in English are longer than the texts of the corpus.
  JoinedShares joined_zh{0.25, 0};
  JoinedShares joined_en{0.45, 0.3};
  size_t class_texts_min = 400;         // a first level said so often has a threshold of its own
  double class_threshold_range = 0.15;  // … that is at most so far below the common one
  double further_precision = 0.65;      // asked of further tags
  std::string work_folder = ".";
};

// What is said of every text by models that had not seen it: each fold by one trained on the others; besides, of held-out
// complaints joined two by two.
absl::StatusOr<std::vector<HeldOut>> CrossValidate(const Dataset& dataset, const Taxonomy& taxonomy, const TrainOptions& options);

// What held-out scores say: curves, thresholds, what counts as a further grievance, and card. Each fold is judged by what was
// found on the others; l1 and l2 accuracy are of the texts as they are, all else is of the joined ones as well.
struct Calibration {
  Curves curves;
  double abstain_below;
  std::vector<ClassThreshold> thresholds;
  FurtherRule further;
  ModelCard card;
  SeenTexts seen;
};
Calibration Calibrate(const Dataset& dataset, const Taxonomy& taxonomy, const std::vector<HeldOut>& held_out,
                      const TrainOptions& options);

// `dataset` has its features, extracted with `options.features` and `concepts`.
absl::StatusOr<ModelParts> TrainModel(const Dataset& dataset, const Taxonomy& taxonomy, const std::vector<Concept>& concepts,
                                      const TrainOptions& options);

}  // namespace redress::classification
