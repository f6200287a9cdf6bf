#include <fasttext/fasttext.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "services/classification/train/linear_trainer.h"

namespace redress::classification {
namespace {

std::string Word(uint32_t row) {
  return absl::StrCat("w", row);
}
std::string Label(int label) {
  return absl::StrCat("__label__", label);
}

fasttext::Args ArgsOf(const FastTextOptions& options, const std::string& input) {
  fasttext::Args args;
  args.input = input;
  args.model = fasttext::model_name::sup;
  args.loss = fasttext::loss_name::softmax;
  args.dim = options.dimensions;
  args.epoch = options.epochs;
  args.lr = options.rate;
  args.minCount = 1;
  args.minn = args.maxn = 0;
  args.wordNgrams = 1;  // the features are n-grams already
  args.bucket = 0;
  args.thread = 1;
  args.seed = options.seed;
  args.verbose = 0;
  return args;
}

}  // namespace

absl::Status TrainFastText(const FastTextOptions& options, absl::Span<const Example* const> examples,
                           const std::string& work_folder, Rows* rows) {
  const std::string input = absl::StrCat(work_folder, "/fasttext.txt");
  {
    std::ofstream file(input);
    for (const Example* example : examples) {
      if (example->first_level_only) continue;
      file << Label(example->label);
      for (const WeighedFeature& feature : rows->Weigh(example->features)) file << ' ' << Word(feature.row);
      file << '\n';
    }
    if (!file) return Error(absl::StatusCode::kFailedPrecondition, "TRAINING_FAILED", "the work folder cannot be written");
  }
  fasttext::FastText trained;
  try {
    trained.train(ArgsOf(options, input));
  } catch (const std::exception& e) {
    return Error(absl::StatusCode::kInternal, "TRAINING_FAILED", absl::StrCat("fastText: ", e.what()));
  }
  std::filesystem::remove(input);

  // scores = output · mean(word vectors): fold each word's vector through the output matrix.
  const auto dictionary = trained.getDictionary();
  const auto vectors = trained.getInputMatrix();
  const auto output = trained.getOutputMatrix();
  const auto score = [&](int32_t word, int32_t label) {
    double sum = 0;
    for (int64_t d = 0; d < vectors->cols(); ++d) sum += static_cast<double>(vectors->at(word, d)) * output->at(label, d);
    return static_cast<float>(sum);
  };
  std::vector<size_t> label_of;
  label_of.reserve(static_cast<size_t>(dictionary->nlabels()));
  for (int32_t l = 0; l < dictionary->nlabels(); ++l) {
    label_of.push_back(std::stoul(dictionary->getLabel(l).substr(Label(0).size() - 1)));
  }
  for (uint32_t row = 0; row < rows->size(); ++row) {
    const int32_t word = dictionary->getId(Word(row));
    if (word < 0) continue;
    for (size_t l = 0; l < label_of.size(); ++l) rows->fasttext(row)[label_of[l]] = score(word, static_cast<int32_t>(l));
  }
  return absl::OkStatus();
}

}  // namespace redress::classification
