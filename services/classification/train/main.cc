// redress-train: corpus → model. `redress-train --corpus DIR --data DIR --out DIR`; the build runs it as target
// classification_model, an operator runs it on a corpus of their own. Exit status 1 with the reason where it fails.
#include <CLI/CLI.hpp>
#include <iostream>

#include "libs/base/status_macros.h"
#include "services/classification/files/data_files.h"
#include "services/classification/model/model_file.h"
#include "services/classification/train/spoiler.h"
#include "services/classification/train/trainer.h"

namespace redress::classification {
namespace {

absl::Status Train(const std::string& corpus, const std::string& data, const std::string& out) {
  ASSIGN_OR_RETURN(const Taxonomy taxonomy, ReadTaxonomy(data + "/taxonomy.yaml"));
  ASSIGN_OR_RETURN(const std::unique_ptr<Normaliser> normaliser, Normaliser::Create());
  ASSIGN_OR_RETURN(const std::vector<Concept> concepts, ReadConcepts(corpus + "/concepts.yaml", *normaliser));
  ASSIGN_OR_RETURN(Dataset dataset, ReadCorpus(corpus, taxonomy));
  ASSIGN_OR_RETURN(dataset.words, ReadWords(corpus + "/words.yaml"));
  TrainOptions options;
  options.work_folder = out;
  ASSIGN_OR_RETURN(const Wrapping wrapping, ReadWrapping(corpus + "/wrapping.yaml"));
  const FeatureExtractor extractor(options.features, concepts);
  ExtractFeatures(*normaliser, extractor, &dataset);
  WrapTexts(taxonomy, *normaliser, extractor, wrapping, options.wrapped_forms, options.wrapped_length_max, &dataset);
  SpoilTexts(*normaliser, extractor, options.spoilt_forms, options.spoilt_length_max, &dataset);
  ASSIGN_OR_RETURN(const ModelParts parts, TrainModel(dataset, taxonomy, concepts, options));
  ASSIGN_OR_RETURN(const std::string version, WriteModel(parts, out));
  std::cout << "model " << version << ": " << parts.card.training_text_count << " texts, " << parts.rows.size()
            << " features; held out: L1 " << parts.card.l1_accuracy << ", L2 " << parts.card.l2_accuracy << ", calibration error "
            << parts.card.calibration_error << " (zh " << parts.card.calibration_error_zh << ", en "
            << parts.card.calibration_error_en << "), further tags: precision " << parts.card.further_precision << ", recall "
            << parts.card.further_recall << "; above " << parts.abstain_below << ": precision " << parts.card.precision
            << ", coverage " << parts.card.coverage << '\n';
  return absl::OkStatus();
}

}  // namespace
}  // namespace redress::classification

int main(int argc, char** argv) {
  CLI::App app("Trains the complaint classifier.", "redress-train");
  std::string corpus, data, out;
  app.add_option("--corpus", corpus, "Folder of <L1>/<L2>.txt, <L1>.txt, concepts.yaml, words.yaml and wrapping.yaml")
      ->required();
  app.add_option("--data", data, "Folder of taxonomy.yaml")->required();
  app.add_option("--out", out, "Existing folder that gets model.bin and model.json")->required();
  CLI11_PARSE(app, argc, argv);
  if (const absl::Status status = redress::classification::Train(corpus, data, out); !status.ok()) {
    std::cerr << "redress-train: " << status.message() << '\n';
    return 1;
  }
}
