#include "services/classification/model/model_file.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "libs/base/error.h"

namespace redress::classification {
namespace {

namespace fs = std::filesystem;

// A folder that is gone at the end.
class Folder {
 public:
  Folder() {
    std::string path = (fs::temp_directory_path() / "redress-model-XXXXXX").string();
    path_ = mkdtemp(path.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

Taxonomy TwoClasses(const std::string& version = "7") {
  return Taxonomy::Make(
             version, {{"A", "甲", "A", true, "a", {{"X", "子", "X", ""}}}, {"B", "乙", "B", false, "b", {{"Y", "丑", "Y", ""}}}})
      .value();
}

// Knows that 甲 speaks for A and 乙 for B.
ModelParts Parts() {
  const std::vector<Token> tokens = Tokenise(U"甲乙");
  Rows rows(2, {tokens[0].hash, tokens[1].hash});
  rows.regression(0)[0] = 3;
  rows.regression(1)[1] = 2;
  rows.set_mix(0.5f);
  rows.fasttext(1)[1] = 1;
  rows.bias() = {0.25f, 0};
  ModelParts parts{"7",
                   {{"A", "X"}, {"B", "Y"}},
                   {},
                   {{"greeting", {U"你好", U"hello"}}},
                   {U"hello", U"there"},
                   rows,
                   {},
                   0.8,
                   {{"A", 0.7}},
                   {-1, 0.5, 0.5, 0.6},
                   {},
                   {{0.75, 0.25}, 0.3, 0.1}};
  parts.curves.fill({1.5, 0, 1});
  parts.curves[static_cast<size_t>(Language::kEn)] = {1.25, 0.25, 0.75};
  parts.card.training_text_count = 2;
  parts.card.precision = 0.93;
  return parts;
}

std::string ReasonOfLoad(const std::string& folder, const Taxonomy& taxonomy = TwoClasses()) {
  return ReasonOf(LoadModel(folder, taxonomy).status());
}

void Append(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::app | std::ios::binary) << bytes;
}

TEST_CASE("a model comes back from its file as it was written", "[classification]") {
  const Folder folder;
  const std::string version = WriteModel(Parts(), folder.path()).value();
  const std::unique_ptr<Model> model = LoadModel(folder.path(), TwoClasses()).value();
  CHECK(model->version() == version);
  CHECK(version.size() == 16);
  CHECK(EncodeModel(model->parts()) == EncodeModel(Parts()));
  CHECK(model->parts().card.precision == 0.93);
  CHECK(model->parts().concepts[0].phrases[1] == U"hello");
}

TEST_CASE("the same parts have the same version", "[classification]") {
  const Folder a, b;
  CHECK(WriteModel(Parts(), a.path()).value() == WriteModel(Parts(), b.path()).value());
}

TEST_CASE("a damaged model is refused", "[classification]") {
  const Folder folder;
  REQUIRE(WriteModel(Parts(), folder.path()).ok());
  SECTION("a byte is changed") {
    std::fstream file(folder.file("model.bin"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-5, std::ios::end);
    file.put('!');
    file.close();
    CHECK(ReasonOfLoad(folder.path()) == "MODEL_DAMAGED");
  }
  SECTION("the end is missing") {
    fs::resize_file(folder.file("model.bin"), fs::file_size(folder.file("model.bin")) - 1);
    CHECK(ReasonOfLoad(folder.path()) == "MODEL_DAMAGED");
  }
  SECTION("the card is of another model") {
    ModelParts other = Parts();
    other.curves[1].sharpness = 2;
    const Folder second;
    REQUIRE(WriteModel(other, second.path()).ok());
    fs::copy_file(second.file("model.json"), folder.file("model.json"), fs::copy_options::overwrite_existing);
    CHECK(ReasonOfLoad(folder.path()) == "MODEL_DAMAGED");
  }
  SECTION("the card is no JSON") {
    Append(folder.file("model.json"), "}");
    CHECK(ReasonOfLoad(folder.path()) == "MODEL_DAMAGED");
  }
  SECTION("there is none") {
    fs::remove(folder.file("model.bin"));
    CHECK(ReasonOfLoad(folder.path()) == "MODEL_MISSING");
  }
}

TEST_CASE("content that is cut short anywhere is no model", "[classification]") {
  const std::string bytes = EncodeModel(Parts());
  for (size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    REQUIRE(ReasonOf(DecodeModel(absl::string_view(bytes).substr(0, length)).status()) == "MODEL_DAMAGED");
  }
  CHECK(ReasonOf(DecodeModel(bytes + "x").status()) == "MODEL_DAMAGED");
}

TEST_CASE("a model of another taxonomy is refused", "[classification]") {
  const Folder folder;
  ModelParts parts = Parts();
  SECTION("another version") {
    parts.taxonomy_version = "8";
  }
  SECTION("an unknown class") {
    parts.labels[1].l2 = "Z";
  }
  SECTION("a first level alone") {
    parts.labels[1].l2 = "";
  }
  SECTION("one first level only") {
    parts.labels[1] = parts.labels[0];
  }
  SECTION("it was trained on texts of other first levels") {
    parts.seen.first_levels = {1};
  }
  REQUIRE(WriteModel(parts, folder.path()).ok());
  CHECK(ReasonOfLoad(folder.path()) == "MODEL_MISMATCH");
}

TEST_CASE("a verdict names the tag, its confidence, and the words in the customer's own spelling", "[classification]") {
  const Taxonomy taxonomy = TwoClasses();
  const std::unique_ptr<Model> model = Model::Make(Parts(), "v", taxonomy).value();
  const std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  const auto predict = [&](absl::string_view text) {
    const NormalText normal = normaliser->Normalise(text);
    return model->Predict(normal, Tokenise(normal.chars));
  };
  const ModelVerdict a = predict(" 。甲甲甲");
  CHECK(taxonomy.NameOf(a.tag) == TagName{"A", "X"});
  CHECK(taxonomy.NameOf(a.runner_up) == TagName{"B", "Y"});
  CHECK(a.confidence > 0.85);
  CHECK(a.confidence + a.runner_up_confidence == Approx(1));
  CHECK_FALSE(a.abstained);
  CHECK(a.deciding_spans == std::vector<Span>{{2, 5}});
  const ModelVerdict unknown = predict("?");
  CHECK(unknown.abstained);
  CHECK(unknown.deciding_spans.empty());
}

}  // namespace
}  // namespace redress::classification
