#include "services/classification/train/dataset.h"

#include <filesystem>
#include <fstream>
#include <random>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/classification/files/yaml_reader.h"
#include "services/classification/model/speller.h"
#include "services/classification/text/utf8.h"

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
    const bool first_level = fs::equivalent(entry.path().parent_path(), folder, error);
    const TagName name =
        first_level ? TagName{entry.path().stem(), ""} : TagName{entry.path().parent_path().filename(), entry.path().stem()};
    if (absl::Status status = taxonomy.Find(name).status(); !status.ok()) return Invalid(status.message());
  }
  return error ? Invalid("the folder cannot be read") : absl::OkStatus();
}

// Appends the texts of one file, if there is one.
absl::Status ReadTexts(const std::string& folder, const std::string& name, const Example& like,
                       absl::flat_hash_set<std::string>* seen, std::vector<Example>* examples) {
  std::ifstream file(absl::StrCat(folder, "/", name, ".txt"));
  for (std::string line; std::getline(file, line);) {
    Example example = like;
    example.text = std::string(Trim(line));
    if (example.text.empty()) continue;
    if (!ValidUtf8(example.text)) return Invalid(absl::StrCat(name, " is not UTF-8"));
    if (!seen->insert(example.text).second) return Invalid(absl::StrCat(name, " holds a text that stands twice: ", example.text));
    examples->push_back(std::move(example));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Dataset> ReadCorpus(const std::string& folder, const Taxonomy& taxonomy) {
  RETURN_IF_ERROR(CheckFilesKnown(folder, taxonomy));
  Dataset dataset;
  absl::flat_hash_set<std::string> seen;
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    const auto first = static_cast<int>(dataset.labels.size());
    for (const Taxonomy::Level2& level2 : level1.level2) {
      ASSIGN_OR_RETURN(const Tag tag, taxonomy.Find({level1.id, level2.id}));
      const std::string name = absl::StrCat(level1.id, "/", level2.id);
      const size_t before = dataset.examples.size();
      const Example like{"", static_cast<int>(dataset.labels.size()), false};
      RETURN_IF_ERROR(ReadTexts(folder, name, like, &seen, &dataset.examples));
      if (dataset.examples.size() == before) return Invalid(absl::StrCat("no texts for ", name));
      dataset.labels.push_back(tag);
    }
    RETURN_IF_ERROR(ReadTexts(folder, level1.id, {"", first, true}, &seen, &dataset.examples));
  }
  return dataset;
}

absl::StatusOr<Wrapping> ReadWrapping(const std::string& path) {
  Wrapping wrapping;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"before", "after"}));
    wrapping.before = root["before"].as<std::vector<std::string>>();
    wrapping.after = root["after"].as<std::vector<std::string>>();
    if (wrapping.before.empty() || wrapping.after.empty()) return YamlError(root, "no phrases");
    return absl::OkStatus();
  }));
  return wrapping;
}

absl::StatusOr<std::vector<std::u32string>> ReadWords(const std::string& path) {
  std::vector<std::u32string> words;
  RETURN_IF_ERROR(ReadYaml(path, [&](const YAML::Node& root) -> absl::Status {
    RETURN_IF_ERROR(CheckKeys(root, {"words"}));
    for (const YAML::Node& node : root["words"]) {
      std::u32string word = DecodeUtf8(node.as<std::string>());
      if (!Speller::Fits(word)) return YamlError(node, "no word of so many small letters as a word may have here");
      words.push_back(std::move(word));
    }
    return absl::OkStatus();
  }));
  return words;
}

void ExtractFeatures(const Normaliser& normaliser, const FeatureExtractor& extractor, Dataset* dataset) {
  for (Example& example : dataset->examples) {
    const NormalText normal = normaliser.Normalise(example.text);
    example.features.clear();
    const std::vector<Token> tokens = Tokenise(normal.chars);
    extractor.Extract(normal.chars, tokens, &example.features);
    example.clauses = ClausesOf(tokens);
    example.words.clear();
    for (const Token& token : tokens) example.words.push_back(token.hash);
    example.language = LanguageOf(normal.chars, tokens);
  }
}

void WrapTexts(const Taxonomy& taxonomy, const Normaliser& normaliser, const FeatureExtractor& extractor,
               const Wrapping& wrapping, int variants, size_t length_max, Dataset* dataset) {
  std::mt19937 random(20261127);
  const auto draw = [&](const std::vector<std::string>& from) -> const std::string& { return from[random() % from.size()]; };
  for (Example& example : dataset->examples) {
    example.wrapped.clear();
    const Tag tag = dataset->labels[static_cast<size_t>(example.label)];
    if (!taxonomy.Level1Of(tag).complaint || example.text.size() > length_max) continue;
    for (int i = 0; i < variants; ++i) {
      const auto kind = random() % 3;
      const std::string text = absl::StrCat(kind != 1 ? draw(wrapping.before) : "", kind != 1 ? "，" : "", example.text,
                                            kind != 0 ? "，" : "", kind != 0 ? draw(wrapping.after) : "");
      const NormalText normal = normaliser.Normalise(text);
      extractor.Extract(normal.chars, Tokenise(normal.chars), &example.wrapped.emplace_back());
    }
  }
}

}  // namespace redress::classification
