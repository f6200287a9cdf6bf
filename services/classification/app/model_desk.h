// Everything that decides which model serves: listing, comparing, promoting, rolling back, shadowing, and following what another
// replica decided. The database says what serves; a model is loaded before anything is decided about it, and one that cannot be
// loaded leaves the former serving. Thread safe.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/events/once.h"
#include "libs/obs/metrics.h"
#include "services/classification/app/drift_watch.h"
#include "services/classification/app/shadow_watch.h"
#include "services/classification/domain/comparison.h"
#include "services/classification/models/held_out.h"
#include "services/classification/models/model_shelf.h"
#include "services/classification/models/serving.h"
#include "services/classification/store/correction_store.h"
#include "services/classification/store/model_store.h"

namespace redress::classification {

// A model of the shelf; without `facts` where it does not load.
struct ShelvedModel {
  std::string version;
  absl::optional<ModelFacts> facts;
  std::string fault;
  bool serving = false;
  bool evaluated = false;  // against the one that serves
};

struct ModelListing {
  std::vector<ShelvedModel> models;  // the serving one first
  std::vector<ModelChange> changes;  // newest first
};

struct EvaluationReport {
  std::string model;
  std::string serving;
  Comparison held_out;
  Comparison corrections;
  std::vector<std::string> objections;
  std::vector<std::string> worse;
  BusinessTime time;
};

// Who asks, for an idempotent change.
struct ModelRequest {
  events::OnceRequest once;
  std::string actor;
  std::string reason;
};

class ModelDesk {
 public:
  // Gives the content of complaints, in their order; nothing for one that is unknown or erased.
  using ReadContent = absl::FunctionRef<absl::StatusOr<std::vector<absl::optional<Content>>>(absl::Span<const ComplaintNumber>)>;
  // All must outlive it.
  struct Parts {
    pg::Pool& pool;
    ModelShelf& shelf;
    Serving& serving;
    ModelStore& models;
    CorrectionStore& corrections;
    ShadowWatch& shadow;
    DriftWatch& drift;
    const TimeSource& time;
    obs::Metrics& metrics;
  };
  ModelDesk(const Parts& parts, std::vector<HeldOutText> held_out);

  absl::StatusOr<ModelListing> List();
  // The model that serves, as List has it.
  absl::StatusOr<ShelvedModel> Serves();
  // Errors: those of ModelShelf::Load, of `read` and of the store; FAILED_PRECONDITION, reason NOTHING_HELD_OUT.
  absl::StatusOr<EvaluationReport> Evaluate(const std::string& version, ReadContent read);
  // What serves afterwards. Errors: those of ModelShelf::Load; FAILED_PRECONDITION, reasons NOT_EVALUATED, NOT_PROMOTABLE,
  // ALREADY_SERVING, NOTHING_TO_ROLL_BACK; those of events::Once.
  absl::StatusOr<ShelvedModel> Promote(const ModelRequest& request, const std::string& version);
  absl::StatusOr<ShelvedModel> Rollback(const ModelRequest& request);
  // What shadows afterwards; `version` empty: nothing. Errors: those of ModelShelf::Load; reason ALREADY_SERVING.
  absl::StatusOr<absl::optional<ShadowRun>> Shadow(const ModelRequest& request, const std::string& version);
  absl::StatusOr<absl::optional<ShadowRun>> GetShadow();

  // Does what the database says: takes the model that serves, watches the shadow, and tells what the shadow counted. What does
  // not load is said and tried again the next time.
  absl::Status Follow();

 private:
  // What serves by the database, within a transaction.
  std::string ServingIn(const std::vector<ModelChange>& changes) const;
  ShelvedModel Shelved(const std::string& version);
  // Decides once, under the lock of all such decisions, and follows at once; `decide` gives the version that it is about.
  using Decision = absl::FunctionRef<absl::StatusOr<std::string>(pqxx::work&)>;
  absl::StatusOr<std::string> Decide(const ModelRequest& request, Decision decide);
  // Lets it serve here.
  void Take(const std::shared_ptr<const Classifier>& classifier);
  absl::Status FollowShadow(const absl::optional<ShadowRun>& run);
  absl::StatusOr<Comparison> CompareOnCorrections(const Classifier& candidate, const Classifier& serving, ReadContent read);

  const Parts parts_;
  const std::vector<HeldOutText> held_out_;
  prometheus::Gauge& follows_;
  prometheus::Counter& changes_;
  std::mutex mutex_;  // one at a time takes models over
};

}  // namespace redress::classification
