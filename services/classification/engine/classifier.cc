#include "services/classification/engine/classifier.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "services/classification/files/data_files.h"
#include "services/classification/model/model_file.h"

namespace redress::classification {

absl::StatusOr<std::unique_ptr<Classifier>> Classifier::Load(const std::string& data_dir, const std::string& model_dir) {
  ASSIGN_OR_RETURN(Taxonomy taxonomy, ReadTaxonomy(data_dir + "/taxonomy.yaml"));
  ASSIGN_OR_RETURN(SeverityRule rule, ReadSeverityRule(data_dir + "/severity.yaml"));
  ASSIGN_OR_RETURN(std::unique_ptr<Normaliser> normaliser, Normaliser::Create());
  ASSIGN_OR_RETURN(SignalLexicon signals, ReadSignals(data_dir + "/signals.yaml", *normaliser));
  ASSIGN_OR_RETURN(FieldFinder fields, ReadGoods(data_dir + "/goods.yaml", *normaliser));
  ASSIGN_OR_RETURN(std::unique_ptr<Model> model, LoadModel(model_dir, taxonomy));
  return std::unique_ptr<Classifier>(new Classifier(std::move(taxonomy), std::move(rule), std::move(signals), std::move(fields),
                                                    std::move(normaliser), std::move(model)));
}

Classifier::Classifier(Taxonomy taxonomy, SeverityRule rule, SignalLexicon signals, FieldFinder fields,
                       std::unique_ptr<Normaliser> normaliser, std::unique_ptr<Model> model)
    : taxonomy_(std::move(taxonomy)),
      severity_rule_(std::move(rule)),
      signals_(std::move(signals)),
      fields_(std::move(fields)),
      normaliser_(std::move(normaliser)),
      model_(std::move(model)) {}

Prediction Classifier::Classify(const Content& content) const {
  const NormalText text = normaliser_->Normalise(content.text);
  const std::vector<Token> tokens = Tokenise(text.chars);
  ModelVerdict verdict = model_->Predict(text, tokens);
  const Taxonomy::Level1& level1 = taxonomy_.Level1Of(verdict.tag);

  Prediction prediction;
  prediction.tag = taxonomy_.NameOf(verdict.tag);
  prediction.confidence = verdict.confidence;
  prediction.runner_up = taxonomy_.NameOf(verdict.runner_up);
  prediction.runner_up_confidence = verdict.runner_up_confidence;
  prediction.abstained = verdict.abstained;
  prediction.is_complaint = level1.complaint;
  prediction.deciding_spans = std::move(verdict.deciding_spans);
  prediction.signals = signals_.Find(text);
  prediction.fields = fields_.Find(text, tokens);
  prediction.intents = IntentsOf(prediction.signals, prediction.fields);
  if (!verdict.abstained) {
    prediction.tags.push_back({prediction.tag, prediction.confidence});
    for (const auto& [tag, confidence] : verdict.further) prediction.tags.push_back({taxonomy_.NameOf(tag), confidence});
  }
  // A guess that this is no complaint must not lower its severity.
  prediction.severity = DecideSeverity(severity_rule_, {level1.complaint || verdict.abstained, content.channel_regulator,
                                                        content.vip_level, content.amount_paid, prediction.signals});
  prediction.language = std::string(LanguageName(verdict.language));
  prediction.model_version = model_->version();
  prediction.taxonomy_version = taxonomy_.version();
  prediction.team = level1.team;
  return prediction;
}

std::vector<double> Classifier::FirstLevels(absl::string_view text) const {
  const NormalText normal = normaliser_->Normalise(text);
  std::vector<double> levels = model_->FirstLevels(normal, Tokenise(normal.chars));
  levels.resize(taxonomy_.level1().size());
  return levels;
}

double Classifier::UnknownShare(absl::string_view text) const {
  return model_->UnknownShare(Tokenise(normaliser_->Normalise(text).chars));
}

}  // namespace redress::classification
