#include "services/classification/models/model_shelf.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/model/model_file.h"

namespace redress::classification {
namespace {

namespace fs = std::filesystem;
constexpr size_t kVersionsMax = 100;

// 16 hexadecimal digits and nothing else: a version becomes part of a path.
bool IsVersion(const std::string& name) {
  return name.size() == 16 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// A file of it that is missing is damage: its folder is there.
absl::Status Told(const absl::Status& status) {
  if (ReasonOf(status) != "MODEL_MISSING") return status;
  return Error(absl::StatusCode::kFailedPrecondition, "MODEL_DAMAGED", "the model is refused: a file of it is missing");
}

absl::Status CheckName(const Model& model, const std::string& version) {
  if (model.version() == version) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "MODEL_DAMAGED",
               absl::StrCat("the model is refused: its content is that of ", model.version()));
}

}  // namespace

ModelFacts FactsOf(const Model& model) {
  return {model.parts().taxonomy_version, model.parts().abstain_below, model.parts().card};
}

absl::StatusOr<std::unique_ptr<ModelShelf>> ModelShelf::Open(ShelfOptions options) {
  ASSIGN_OR_RETURN(std::unique_ptr<Classifier> release, Classifier::Load(options.data_dir, options.release_dir));
  return std::unique_ptr<ModelShelf>(new ModelShelf(std::move(options), std::move(release)));
}

std::vector<std::string> ModelShelf::Versions() const {
  const std::string& release = release_->model().version();
  std::vector<std::string> versions;
  std::error_code error;
  if (!options_.models_dir.empty()) {
    for (fs::directory_iterator entry(options_.models_dir, error), end; !error && entry != end; entry.increment(error)) {
      std::string name = entry->path().filename().string();
      if (IsVersion(name) && name != release) versions.push_back(std::move(name));
    }
  }
  std::sort(versions.begin(), versions.end());
  if (versions.size() >= kVersionsMax) versions.resize(kVersionsMax - 1);
  versions.insert(versions.begin(), release);
  return versions;
}

absl::StatusOr<std::string> ModelShelf::FolderOf(const std::string& version) const {
  const std::string folder = absl::StrCat(options_.models_dir, "/", version);
  std::error_code error;
  if (IsVersion(version) && !options_.models_dir.empty() && fs::is_directory(folder, error)) return folder;
  return Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", "there is no such model");
}

absl::StatusOr<std::shared_ptr<const Classifier>> ModelShelf::Load(const std::string& version) {
  if (version == release_->model().version()) return release_;
  ASSIGN_OR_RETURN(const std::string folder, FolderOf(version));
  const std::lock_guard lock(mutex_);
  if (std::shared_ptr<const Classifier> known = loaded_[version].lock()) return known;
  absl::StatusOr<std::unique_ptr<Classifier>> loaded = Classifier::Load(options_.data_dir, folder);
  if (!loaded.ok()) return Told(loaded.status());
  RETURN_IF_ERROR(CheckName((*loaded)->model(), version));
  // What is edited in the data files counts from the next start on, for every model alike.
  if ((*loaded)->taxonomy().version() != release_->taxonomy().version()) {
    return Error(absl::StatusCode::kFailedPrecondition, "MODEL_MISMATCH",
                 "the model does not fit the taxonomy: the file of the taxonomy has another version than the one in force");
  }
  std::shared_ptr<const Classifier> classifier = *std::move(loaded);
  loaded_[version] = classifier;
  return classifier;
}

absl::StatusOr<ModelFacts> ModelShelf::Check(const std::string& version) {
  if (version == release_->model().version()) return FactsOf(release_->model());
  ASSIGN_OR_RETURN(const std::string folder, FolderOf(version));
  const absl::StatusOr<std::unique_ptr<Model>> model = LoadModel(folder, release_->taxonomy());
  if (!model.ok()) return Told(model.status());
  RETURN_IF_ERROR(CheckName(**model, version));
  return FactsOf(**model);
}

}  // namespace redress::classification
