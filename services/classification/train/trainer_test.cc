#include "services/classification/train/trainer.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/classification/model/model_file.h"

namespace redress::classification {
namespace {

namespace fs = std::filesystem;

// A corpus of two classes in a folder that is gone at the end.
class Corpus {
 public:
  Corpus() {
    std::string path = (fs::temp_directory_path() / "redress-corpus-XXXXXX").string();
    path_ = mkdtemp(path.data());
    for (int i = 0; i < 20; ++i) {
      Add("A", "X", absl::StrCat("快递丢了第", std::string(static_cast<size_t>(i), 'x'), "次"));
      Add("B", "Y", absl::StrCat("客服骂人", std::string(static_cast<size_t>(i), 'x'), "了"));
    }
  }
  ~Corpus() { fs::remove_all(path_); }
  void Add(const std::string& l1, const std::string& l2, const std::string& text) {
    fs::create_directories(path_ / l1);
    std::ofstream(path_ / l1 / (l2 + ".txt"), std::ios::app) << text << '\n';
  }
  // A text that tells the first level only.
  void AddFirstLevel(const std::string& l1, const std::string& text) {
    std::ofstream(path_ / (l1 + ".txt"), std::ios::app) << text << '\n';
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

Taxonomy TwoClasses() {
  return Taxonomy::Make(
             "7", {{"A", "甲", "A", true, "a", {{"X", "子", "X", ""}}}, {"B", "乙", "B", true, "b", {{"Y", "丑", "Y", ""}}}})
      .value();
}

ModelParts Train(const Corpus& corpus) {
  Dataset dataset = ReadCorpus(corpus.path(), TwoClasses()).value();
  TrainOptions options;
  options.work_folder = corpus.path();
  options.fasttext_mix = 0.05f;
  options.fasttext.epochs = 5;
  options.fasttext.dimensions = 4;
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  ExtractFeatures(*normaliser, FeatureExtractor(options.features, {}), &dataset);
  return TrainModel(dataset, TwoClasses(), {}, options).value();
}

TEST_CASE("a model learns what its corpus shows, and says how well", "[classification]") {
  const Corpus corpus;
  const ModelParts parts = Train(corpus);
  CHECK(parts.card.training_text_count == 40);
  CHECK(parts.card.l1_accuracy == Approx(1));
  CHECK(parts.card.precision == Approx(1));
  CHECK(parts.card.precision_reached);
  const Taxonomy taxonomy = TwoClasses();
  const std::unique_ptr<Model> model = Model::Make(parts, "v", taxonomy).value();
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  const NormalText text = normaliser->Normalise("你们客服骂人");
  CHECK(taxonomy.NameOf(model->Predict(text, Tokenise(text.chars)).tag).l1 == "B");
}

TEST_CASE("the same corpus gives the same bytes", "[classification]") {
  const Corpus corpus;
  CHECK(EncodeModel(Train(corpus)) == EncodeModel(Train(corpus)));
}

TEST_CASE("a corpus that does not fit is refused", "[classification]") {
  Corpus corpus;
  SECTION("a class that the taxonomy does not have") {
    corpus.Add("A", "Z", "x");
  }
  SECTION("a first level that it does not have") {
    corpus.Add("C", "X", "x");
  }
  SECTION("a first level that it does not have, of texts without a second") {
    corpus.AddFirstLevel("C", "x");
  }
  SECTION("a text twice, once without a second level") {
    corpus.AddFirstLevel("A", "客服骂人了");
  }
  SECTION("a text twice") {
    corpus.Add("A", "X", "客服骂人了");
  }
  SECTION("not UTF-8") {
    corpus.Add("A", "X", "\xff");
  }
  SECTION("a class without texts") {
    fs::remove(corpus.path() + "/B/Y.txt");
  }
  CHECK(ReasonOf(ReadCorpus(corpus.path(), TwoClasses()).status()) == "INVALID_CORPUS");
}

TEST_CASE("a text may tell the first level only", "[classification]") {
  Corpus corpus;
  corpus.Add("A", "W", "少了一件");
  for (int i = 0; i < 20; ++i) corpus.AddFirstLevel("B", absl::StrCat("什么破服务", i));
  const Taxonomy taxonomy = Taxonomy::Make("7", {{"A", "甲", "A", true, "a", {{"X", "子", "X", ""}, {"W", "寅", "W", ""}}},
                                                 {"B", "乙", "B", true, "b", {{"Y", "丑", "Y", ""}, {"Z", "卯", "Z", ""}}}})
                                .value();
  corpus.Add("B", "Z", "没人回复");
  const Dataset dataset = ReadCorpus(corpus.path(), taxonomy).value();
  CHECK(dataset.labels.size() == 4);
  int first_level = 0;
  for (const Example& example : dataset.examples) {
    if (!example.first_level_only) continue;
    ++first_level;
    CHECK(taxonomy.NameOf(dataset.labels[static_cast<size_t>(example.label)]).l1 == "B");
  }
  CHECK(first_level == 20);
}

TEST_CASE("complaints are seen between phrases that change nothing, and no other texts are", "[classification]") {
  const Corpus corpus;
  const Taxonomy taxonomy = Taxonomy::Make("7", {{"A", "甲", "A", true, "a", {{"X", "子", "X", ""}}},
                                                 {"B", "乙", "B", false, "b", {{"Y", "丑", "Y", ""}}}})
                                .value();
  Dataset dataset = ReadCorpus(corpus.path(), taxonomy).value();
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  const FeatureExtractor extractor({}, {});
  ExtractFeatures(*normaliser, extractor, &dataset);
  const size_t shortest = dataset.examples.front().text.size();
  WrapTexts(taxonomy, *normaliser, extractor, {{"你好"}, {"失望"}}, 2, shortest, &dataset);
  for (const Example& example : dataset.examples) {
    const bool complaint = taxonomy.Level1Of(dataset.labels[static_cast<size_t>(example.label)]).complaint;
    CAPTURE(example.text);
    CHECK(example.wrapped.size() == (complaint && example.text.size() <= shortest ? 2 : 0));
    for (const std::vector<Feature>& wrapped : example.wrapped) CHECK(wrapped.size() > example.features.size());
  }
}

TEST_CASE("phrases to wrap texts in are read, and none is an error", "[classification]") {
  const Wrapping wrapping = ReadWrapping(REDRESS_SOURCE "/services/classification/corpus/wrapping.yaml").value();
  CHECK(wrapping.before.size() > 20);
  CHECK(wrapping.after.size() > 20);
  Corpus corpus;
  std::ofstream(corpus.path() + "/wrapping.yaml") << "before: []\nafter: [x]\n";
  CHECK(ReasonOf(ReadWrapping(corpus.path() + "/wrapping.yaml").status()) == "DATA_FILE");
}

TEST_CASE("words that misspelt ones are put right to are read, and what is no word is an error", "[classification]") {
  const std::vector<std::u32string> words = ReadWords(REDRESS_SOURCE "/services/classification/corpus/words.yaml").value();
  CHECK(words.size() > 1000);
  CHECK(std::find(words.begin(), words.end(), U"refund") != words.end());
  const Corpus corpus;
  std::ofstream(corpus.path() + "/words.yaml") << "words: [refund, Re]\n";
  CHECK(ReasonOf(ReadWords(corpus.path() + "/words.yaml").status()) == "DATA_FILE");
}

TEST_CASE("a feature that few texts have is not known", "[classification]") {
  const Corpus corpus;
  Dataset dataset = ReadCorpus(corpus.path(), TwoClasses()).value();
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  ExtractFeatures(*normaliser, FeatureExtractor({}, {}), &dataset);
  std::vector<const Example*> examples;
  for (const Example& example : dataset.examples) examples.push_back(&example);
  CHECK(MakeVocabulary(2, examples, 2, 1).size() < MakeVocabulary(2, examples, 1, 1).size());
}

}  // namespace
}  // namespace redress::classification
