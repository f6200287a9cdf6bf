// One text → one prediction: normalise, tag, look for signals, decide severity. Everything that it needs is loaded once and never
// changes, so any number of threads may use it. No clock, no database, no network.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/classification/domain/prediction.h"
#include "services/classification/model/model.h"
#include "services/classification/text/fields.h"
#include "services/classification/text/signal_lexicon.h"

namespace redress::classification {

class Classifier {
 public:
  // Reads taxonomy.yaml, signals.yaml, severity.yaml and goods.yaml of `data_dir` and the model of `model_dir`. Errors as of
  // ReadTaxonomy and its like, and LoadModel: whatever is damaged or does not fit together is refused.
  static absl::StatusOr<std::unique_ptr<Classifier>> Load(const std::string& data_dir, const std::string& model_dir);

  Prediction Classify(const Content& content) const;
  // The probability of each first level, by its place in the taxonomy.
  std::vector<double> FirstLevels(absl::string_view text) const;
  // The share of its words that the model was never shown; 0 of none.
  double UnknownShare(absl::string_view text) const;

  const Taxonomy& taxonomy() const { return taxonomy_; }
  const Model& model() const { return *model_; }

 private:
  Classifier(Taxonomy taxonomy, SeverityRule rule, SignalLexicon signals, FieldFinder fields,
             std::unique_ptr<Normaliser> normaliser, std::unique_ptr<Model> model);

  Taxonomy taxonomy_;
  SeverityRule severity_rule_;
  SignalLexicon signals_;
  FieldFinder fields_;
  std::unique_ptr<Normaliser> normaliser_;
  std::unique_ptr<Model> model_;
};

}  // namespace redress::classification
