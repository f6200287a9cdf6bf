// redress-classify-eval: how well the classifier does on labelled texts, through the same pipeline as the service's. Exit status
// 0: measured; 1: the file, the model or its data cannot be read, or an output cannot be written; 2: wrong usage.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/engine/classifier.h"
#include "tools/classify_eval/report.h"

namespace redress::classify_eval {
namespace {

struct Options {
  std::string file;
  std::string data;
  std::string model;
  std::string predictions;
  std::string diagram;
  bool json = false;
  size_t worst = 20;
};

absl::Status Write(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file) return Error(absl::StatusCode::kFailedPrecondition, "NOT_WRITTEN", absl::StrCat(path, " cannot be written"));
  return absl::OkStatus();
}

std::vector<Judgement> JudgeAll(const classification::Classifier& classifier, const std::vector<Gold>& texts) {
  std::vector<Judgement> judgements;
  judgements.reserve(texts.size());
  for (const Gold& gold : texts) {
    const classification::Prediction p = classifier.Classify({gold.text, false, 0, absl::nullopt});
    Guess guess{p.tag.l1, p.tag.l2, p.confidence, p.abstained, p.is_complaint, {}};
    for (size_t i = 1; i < p.tags.size(); ++i) guess.further.push_back(p.tags[i].tag.l1);
    judgements.push_back({&gold, std::move(guess)});
  }
  return judgements;
}

absl::Status Run(const Options& options) {
  std::ifstream file(options.file);
  if (!file) return Error(absl::StatusCode::kNotFound, "NOT_READ", absl::StrCat(options.file, " cannot be read"));
  ASSIGN_OR_RETURN(const std::vector<Gold> texts, ReadGold(file));
  ASSIGN_OR_RETURN(const auto classifier, classification::Classifier::Load(options.data, options.model));
  for (const Gold& gold : texts) {
    if (!classifier->taxonomy().Find({gold.l1, gold.l2}).ok()) {
      return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_TAG",
                   absl::StrCat(gold.id, ": the taxonomy has no ", gold.l1, "/", gold.l2));
    }
  }
  const std::vector<Judgement> judgements = JudgeAll(*classifier, texts);
  const Report report = MakeReport(classifier->model().version(), judgements, options.worst);
  if (!options.predictions.empty()) {
    std::string lines;
    for (const Judgement& judgement : judgements) absl::StrAppend(&lines, PredictionLine(judgement).dump(), "\n");
    RETURN_IF_ERROR(Write(options.predictions, lines));
  }
  if (!options.diagram.empty()) RETURN_IF_ERROR(Write(options.diagram, DiagramOf(report.all)));
  std::cout << (options.json ? JsonOf(report).dump(2) + "\n" : TextOf(report));
  return absl::OkStatus();
}

}  // namespace
}  // namespace redress::classify_eval

int main(int argc, char** argv) {
  CLI::App app("Measures the complaint classifier on labelled texts.", "tools/classify-eval");
  redress::classify_eval::Options options;
  app.add_option("file", options.file, "JSONL: id, text, l1, l2, also, is_complaint, lang, source, selection, tags")->required();
  app.add_flag("--json", options.json, "Print the measurement as JSON");
  app.add_option("--predictions", options.predictions, "Write what was said of each text here, one JSON object a line");
  app.add_option("--diagram", options.diagram, "Write the reliability diagram here, as SVG");
  app.add_option("--worst", options.worst, "How many of the surest errors are shown")->capture_default_str();
  app.add_option("--data", options.data, "Folder of taxonomy.yaml, signals.yaml, severity.yaml and goods.yaml")->required();
  app.add_option("--model", options.model, "Folder of model.bin and model.json")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  if (const absl::Status status = redress::classify_eval::Run(options); !status.ok()) {
    std::cerr << "classify-eval: " << status.message() << '\n';
    return 1;
  }
}
