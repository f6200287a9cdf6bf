// The models that there are: the one that came with the release, and a folder of others, `<version>/model.bin, model.json`, each
// named by the hash of its content. What is damaged, misnamed or made for another taxonomy is refused whenever it is asked for.
// Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/engine/classifier.h"

namespace redress::classification {

struct ShelfOptions {
  std::string data_dir;
  std::string release_dir;  // of the model that came with the release
  std::string models_dir;   // of the others; empty: there are none
};

// What a listing tells of a sound model.
struct ModelFacts {
  std::string taxonomy_version;
  double abstain_below = 0;
  ModelCard card;
};
ModelFacts FactsOf(const Model& model);

class ModelShelf {
 public:
  // Loads the release's model; errors as of Classifier::Load.
  static absl::StatusOr<std::unique_ptr<ModelShelf>> Open(ShelfOptions options);

  const std::shared_ptr<const Classifier>& release() const { return release_; }
  // Every version that there is a folder of, sound or not: the release's first, the others ascending, at most 100.
  std::vector<std::string> Versions() const;
  // NOT_FOUND, reason MODEL_NOT_FOUND; FAILED_PRECONDITION, reasons MODEL_DAMAGED and MODEL_MISMATCH. A model that somebody holds
  // is not loaded twice.
  absl::StatusOr<std::shared_ptr<const Classifier>> Load(const std::string& version);
  // Whether it would load, and what it is, without what serving it needs besides. Errors as of Load.
  absl::StatusOr<ModelFacts> Check(const std::string& version);

 private:
  ModelShelf(ShelfOptions options, std::shared_ptr<const Classifier> release)
      : options_(std::move(options)), release_(std::move(release)) {}

  // The folder of a version, if there is one.
  absl::StatusOr<std::string> FolderOf(const std::string& version) const;

  const ShelfOptions options_;
  const std::shared_ptr<const Classifier> release_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<const Classifier>> loaded_;  // under mutex_
};

}  // namespace redress::classification
