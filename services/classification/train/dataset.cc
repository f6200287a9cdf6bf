#include "services/classification/train/dataset.h"

#include <filesystem>
#include <fstream>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"

namespace redress::classification {
namespace {

namespace fs = std::filesystem;

absl::Status Invalid(absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "INVALID_CORPUS", absl::StrCat("corpus: ", what));
}

// A file that no class claims would be a class that silently is not learned.
absl::Status CheckFilesKnown(const std::string& folder, const Taxonomy& taxonomy) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".txt") continue;
    const TagName name{entry.path().parent_path().filename(), entry.path().stem()};
    if (absl::Status status = taxonomy.Find(name).status(); !status.ok()) return Invalid(status.message());
  }
  return error ? Invalid("the folder cannot be read") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Dataset> ReadCorpus(const std::string& folder, const Taxonomy& taxonomy) {
  RETURN_IF_ERROR(CheckFilesKnown(folder, taxonomy));
  Dataset dataset;
  absl::flat_hash_set<std::string> seen;
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    for (const Taxonomy::Level2& level2 : level1.level2) {
      ASSIGN_OR_RETURN(const Tag tag, taxonomy.Find({level1.id, level2.id}));
      const std::string path = absl::StrCat(folder, "/", level1.id, "/", level2.id, ".txt");
      std::ifstream file(path);
      const size_t before = dataset.examples.size();
      for (std::string line; std::getline(file, line);) {
        const std::string text(Trim(line));
        if (text.empty()) continue;
        if (!ValidUtf8(text)) return Invalid(absl::StrCat(level1.id, "/", level2.id, " is not UTF-8"));
        if (!seen.insert(text).second)
          return Invalid(absl::StrCat(level1.id, "/", level2.id, " holds a text that stands twice: ", text));
        dataset.examples.push_back({text, static_cast<int>(dataset.labels.size()), {}});
      }
      if (dataset.examples.size() == before) return Invalid(absl::StrCat("no texts for ", level1.id, "/", level2.id));
      dataset.labels.push_back(tag);
    }
  }
  return dataset;
}

void ExtractFeatures(const Normaliser& normaliser, const FeatureExtractor& extractor, Dataset* dataset) {
  for (Example& example : dataset->examples) {
    const NormalText normal = normaliser.Normalise(example.text);
    example.features.clear();
    extractor.Extract(normal.chars, Tokenise(normal.chars), &example.features);
  }
}

}  // namespace redress::classification
