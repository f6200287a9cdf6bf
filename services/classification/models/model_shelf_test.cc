#include "services/classification/models/model_shelf.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "services/classification/model/model_file.h"

namespace redress::classification {
namespace {

namespace fs = std::filesystem;

// A folder of models that goes with the object.
struct Folder {
  Folder() : path((fs::temp_directory_path() / ("shelf-" + Uuid::Random().ToString())).string()) { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  const std::string path;
};

std::unique_ptr<ModelShelf> OpenShelf(const std::string& models_dir) {
  return ModelShelf::Open({REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR, models_dir}).value();
}

// A model like the release's that abstains more.
std::string AddModel(const ModelShelf& shelf, const std::string& folder, double abstain_below) {
  ModelParts parts = shelf.release()->model().parts();
  parts.abstain_below = abstain_below;
  const std::string version = WriteModel(parts, folder + "/new").value();
  fs::rename(folder + "/new", folder + "/" + version);
  return version;
}

TEST_CASE("models are found by the hash of their content", "[classification]") {
  const Folder folder;
  const std::unique_ptr<ModelShelf> shelf = OpenShelf(folder.path);
  const std::string release = shelf->release()->model().version();
  CHECK(shelf->Versions() == std::vector<std::string>{release});
  CHECK(shelf->Load(release).value() == shelf->release());
  const std::string version = AddModel(*shelf, folder.path, 0.99);
  fs::create_directory(folder.path + "/.incoming");
  CHECK(shelf->Versions() == std::vector<std::string>{release, version});
  const std::shared_ptr<const Classifier> loaded = shelf->Load(version).value();
  CHECK(loaded->model().version() == version);
  CHECK(loaded->model().parts().abstain_below == 0.99);
  CHECK(shelf->Load(version).value() == loaded);
  CHECK(shelf->Check(version)->abstain_below == 0.99);
  CHECK(shelf->Check(release)->card.training_text_count > 1'000);
}

TEST_CASE("what is no sound model is refused whenever it is asked for", "[classification]") {
  const Folder folder;
  const std::unique_ptr<ModelShelf> shelf = OpenShelf(folder.path);
  const std::string name = GENERATE(as<std::string>(), "", "..", "../model", "0123456789ABCDEF", "0123456789abcdef");
  CHECK(ReasonOf(shelf->Load(name).status()) == "MODEL_NOT_FOUND");
  const std::string version = AddModel(*shelf, folder.path, 0.9);
  fs::copy(folder.path + "/" + version, folder.path + "/0123456789abcdef");
  CHECK(ReasonOf(shelf->Load("0123456789abcdef").status()) == "MODEL_DAMAGED");  // another one's name
  std::ofstream(folder.path + "/" + version + "/model.bin", std::ios::app) << "x";
  CHECK(ReasonOf(shelf->Load(version).status()) == "MODEL_DAMAGED");
  fs::remove(folder.path + "/" + version + "/model.bin");
  CHECK(ReasonOf(shelf->Load(version).status()) == "MODEL_DAMAGED");
  CHECK(ReasonOf(shelf->Check(version).status()) == "MODEL_DAMAGED");
  CHECK(ReasonOf(shelf->Check("0123456789abcdef").status()) == "MODEL_DAMAGED");
  CHECK(ReasonOf(shelf->Check("..").status()) == "MODEL_NOT_FOUND");
  CHECK(shelf->Versions().size() == 3);
}

TEST_CASE("without a folder there is the release's model alone", "[classification]") {
  const std::unique_ptr<ModelShelf> shelf = OpenShelf("");
  CHECK(shelf->Versions().size() == 1);
  CHECK(ReasonOf(shelf->Load("0123456789abcdef").status()) == "MODEL_NOT_FOUND");
  CHECK(OpenShelf("/nonexistent")->Versions().size() == 1);
}

}  // namespace
}  // namespace redress::classification
