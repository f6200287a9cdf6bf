#include "services/classification/train/trainer.h"

#include <algorithm>

#include "libs/base/status_macros.h"

namespace redress::classification {
namespace {

// The fold of each text: each class is cut into stretches, because what stands together was written together and resembles
// itself. A model is to be judged by texts that others wrote.
std::vector<int> FoldsOf(const Dataset& dataset, int folds) {
  std::vector<int> sizes(2 * dataset.labels.size(), 0), seen(sizes.size(), 0), fold;
  const auto file = [](const Example& example) {
    return 2 * static_cast<size_t>(example.label) + (example.first_level_only ? 1 : 0);
  };
  for (const Example& example : dataset.examples) ++sizes[file(example)];
  fold.reserve(dataset.examples.size());
  for (const Example& example : dataset.examples) {
    const size_t f = file(example);
    fold.push_back(seen[f]++ * folds / sizes[f]);
  }
  return fold;
}

std::vector<int> ParentsOf(const Dataset& dataset) {
  std::vector<int> parents;
  for (const Tag tag : dataset.labels) parents.push_back(tag.l1());
  return parents;
}

absl::StatusOr<Rows> TrainRows(const Dataset& dataset, absl::Span<const Example* const> examples, const TrainOptions& options) {
  Rows rows = MakeVocabulary(dataset.labels.size(), examples, options.texts_min);
  TrainRegression(options.regression, dataset.labels, examples, &rows);
  if (options.fasttext_mix != 0) {
    RETURN_IF_ERROR(TrainFastText(options.fasttext, examples, options.work_folder, &rows));
    rows.set_mix(options.fasttext_mix);
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::vector<HeldOut>> CrossValidate(const Dataset& dataset, const TrainOptions& options) {
  const std::vector<int> fold = FoldsOf(dataset, options.folds);
  std::vector<HeldOut> held_out(dataset.examples.size());
  for (int f = 0; f < options.folds; ++f) {
    std::vector<const Example*> others;
    for (size_t i = 0; i < fold.size(); ++i) {
      if (fold[i] != f) others.push_back(&dataset.examples[i]);
    }
    ASSIGN_OR_RETURN(const Rows rows, TrainRows(dataset, others, options));
    for (size_t i = 0; i < fold.size(); ++i) {
      if (fold[i] != f) continue;
      const Example& example = dataset.examples[i];
      held_out[i] = {rows.Score(rows.Weigh(example.features)), example.label, example.first_level_only};
    }
  }
  return held_out;
}

Calibration Calibrate(const Dataset& dataset, const std::vector<HeldOut>& held_out, const TrainOptions& options) {
  const std::vector<int> fold = FoldsOf(dataset, options.folds);
  const std::vector<int> parents = ParentsOf(dataset);
  std::vector<Judged> judged;
  for (int f = 0; f < options.folds; ++f) {
    std::vector<HeldOut> own, others;
    for (size_t i = 0; i < fold.size(); ++i) (fold[i] == f ? own : others).push_back(held_out[i]);
    const std::vector<Judged> part = Judge(own, parents, FitSharpness(others, parents));
    judged.insert(judged.end(), part.begin(), part.end());
  }
  double l1_right = 0, l2_right = 0;
  for (const Judged& one : judged) l1_right += one.right ? 1 : 0;
  int l2_count = 0;
  for (const HeldOut& text : held_out) {
    if (text.first_level_only) continue;
    ++l2_count;
    l2_right += std::max_element(text.scores.begin(), text.scores.end()) - text.scores.begin() == text.label ? 1 : 0;
  }
  const Abstention abstention = ChooseAbstention(judged, options.precision, options.coverage_min);
  const auto count = static_cast<double>(judged.size());
  return {FitSharpness(held_out, parents),
          abstention.below,
          {static_cast<int>(held_out.size()), l1_right / count, l2_right / l2_count, CalibrationError(judged),
           abstention.coverage, abstention.precision, options.precision, abstention.reached}};
}

absl::StatusOr<ModelParts> TrainModel(const Dataset& dataset, const Taxonomy& taxonomy, const std::vector<Concept>& concepts,
                                      const TrainOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<HeldOut> held_out, CrossValidate(dataset, options));
  const Calibration calibration = Calibrate(dataset, held_out, options);
  std::vector<const Example*> all;
  for (const Example& example : dataset.examples) all.push_back(&example);
  ASSIGN_OR_RETURN(Rows rows, TrainRows(dataset, all, options));
  std::vector<TagName> labels;
  for (const Tag tag : dataset.labels) labels.push_back(taxonomy.NameOf(tag));
  return ModelParts{taxonomy.version(), std::move(labels),     options.features,          concepts,
                    std::move(rows),    calibration.sharpness, calibration.abstain_below, calibration.card};
}

}  // namespace redress::classification
