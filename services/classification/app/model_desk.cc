#include "services/classification/app/model_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"

namespace redress::classification {
namespace {

// What events::Once needs to know of an answer.
struct Named {
  std::string name;
  std::string etag;
};

absl::Status Refused(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, what);
}

}  // namespace

ModelDesk::ModelDesk(const Parts& parts, std::vector<HeldOutText> held_out)
    : parts_(parts),
      held_out_(std::move(held_out)),
      follows_(parts.metrics.Gauge("redress_classification_model_follows",
                                   "1 where this replica serves the model that was decided on, 0 where that does not load.")),
      changes_(parts.metrics.Counter("redress_classification_model_changes_total", "Models that this replica began to serve.")) {
  follows_.Set(1);
  parts_.drift.SetReference(parts_.serving.Get()->model().parts().seen);
}

std::string ModelDesk::ServingIn(const std::vector<ModelChange>& changes) const {
  return changes.empty() ? parts_.shelf.release()->model().version() : changes.back().model;
}

ShelvedModel ModelDesk::Shelved(const std::string& version) {
  ShelvedModel model{version, absl::nullopt, "", version == parts_.serving.Get()->model().version(), false};
  const absl::StatusOr<ModelFacts> facts = parts_.shelf.Check(version);
  if (facts.ok()) {
    model.facts = *facts;
  } else {
    model.fault = std::string(facts.status().message());
  }
  return model;
}

absl::StatusOr<ModelListing> ModelDesk::List() {
  const std::string serving = parts_.serving.Get()->model().version();
  ASSIGN_OR_RETURN(const std::vector<std::string> evaluated, parts_.models.EvaluatedAgainst(serving));
  ModelListing listing;
  ASSIGN_OR_RETURN(listing.changes, parts_.models.Changes());
  std::reverse(listing.changes.begin(), listing.changes.end());
  for (const std::string& version : parts_.shelf.Versions()) {
    ShelvedModel model = Shelved(version);
    model.evaluated = std::find(evaluated.begin(), evaluated.end(), version) != evaluated.end();
    listing.models.push_back(std::move(model));
  }
  std::stable_partition(listing.models.begin(), listing.models.end(), [](const ShelvedModel& model) { return model.serving; });
  return listing;
}

absl::StatusOr<ShelvedModel> ModelDesk::Serves() {
  const std::shared_ptr<const Classifier> classifier = parts_.serving.Get();
  return ShelvedModel{classifier->model().version(), FactsOf(classifier->model()), "", true, false};
}

void ModelDesk::Take(const std::shared_ptr<const Classifier>& classifier) {
  if (classifier == parts_.serving.Get()) return;
  parts_.serving.Set(classifier);
  parts_.drift.SetReference(classifier->model().parts().seen);
  changes_.Increment();
  obs::Log(obs::Level::kInfo, "model_taken", {{"model", obs::Id(classifier->model().version())}});
}

absl::StatusOr<std::string> ModelDesk::Decide(const ModelRequest& request, Decision decide) {
  std::vector<events::NewEvent> said;
  const auto work = [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<Named> {
    ModelStore::Lock(transaction);
    ASSIGN_OR_RETURN(std::string version, decide(transaction));
    return Named{std::move(version), ""};
  };
  const auto again = [](pqxx::work&, const std::string& name) -> absl::StatusOr<Named> { return Named{name, ""}; };
  ASSIGN_OR_RETURN(const Named done, events::Once<Named>(parts_.pool, request.once, work, again, &said));
  RETURN_IF_ERROR(Follow());
  return done.name;
}

absl::StatusOr<ShelvedModel> ModelDesk::Promote(const ModelRequest& request, const std::string& version) {
  // Loaded before it is decided on: what is damaged never serves.
  ASSIGN_OR_RETURN(const std::shared_ptr<const Classifier> candidate, parts_.shelf.Load(version));
  const auto decide = [&](pqxx::work& transaction) -> absl::StatusOr<std::string> {
    const std::vector<ModelChange> changes = ModelStore::Changes(transaction);
    const std::string serving = ServingIn(changes);
    if (serving == version) return Refused("ALREADY_SERVING", "this model serves already");
    const auto objections = ModelStore::Objections(transaction, version, serving);
    if (!objections) {
      return Refused("NOT_EVALUATED", absl::StrCat("it was not compared with ", serving, ", which serves: EvaluateModel first"));
    }
    if (!objections->empty()) return Refused("NOT_PROMOTABLE", absl::StrCat("the evaluation objects: ", (*objections)[0]));
    ModelStore::AddChange(transaction, changes.size() + 1,
                          {version, serving, false, request.actor, request.reason, parts_.time.Now()});
    return version;
  };
  RETURN_IF_ERROR(Decide(request, decide).status());
  return Shelved(version);
}

absl::StatusOr<ShelvedModel> ModelDesk::Rollback(const ModelRequest& request) {
  const auto decide = [&](pqxx::work& transaction) -> absl::StatusOr<std::string> {
    const std::vector<ModelChange> changes = ModelStore::Changes(transaction);
    const absl::optional<std::string> target = RollbackTarget(changes);
    if (!target) return Refused("NOTHING_TO_ROLL_BACK", "no promotion is left that could be taken back");
    // What came with an earlier release may be gone: then the former model stays.
    RETURN_IF_ERROR(parts_.shelf.Load(*target).status());
    ModelStore::AddChange(transaction, changes.size() + 1,
                          {*target, ServingIn(changes), true, request.actor, request.reason, parts_.time.Now()});
    return *target;
  };
  ASSIGN_OR_RETURN(const std::string version, Decide(request, decide));
  return Shelved(version);
}

absl::StatusOr<absl::optional<ShadowRun>> ModelDesk::Shadow(const ModelRequest& request, const std::string& version) {
  if (!version.empty()) RETURN_IF_ERROR(parts_.shelf.Load(version).status());
  const auto decide = [&](pqxx::work& transaction) -> absl::StatusOr<std::string> {
    if (version == ServingIn(ModelStore::Changes(transaction))) {
      return Refused("ALREADY_SERVING", "this model serves: it would be compared with itself");
    }
    ModelStore::ChangeShadow(transaction, version, request.actor, parts_.time.Now());
    return version;
  };
  RETURN_IF_ERROR(Decide(request, decide).status());
  return GetShadow();
}

absl::StatusOr<absl::optional<ShadowRun>> ModelDesk::GetShadow() {
  // What this replica has counted meanwhile belongs to the answer.
  ASSIGN_OR_RETURN(const ModelState before, parts_.models.State());
  {
    const std::lock_guard lock(mutex_);
    RETURN_IF_ERROR(FollowShadow(before.shadow));
  }
  ASSIGN_OR_RETURN(const ModelState state, parts_.models.State());
  return state.shadow;
}

absl::Status ModelDesk::FollowShadow(const absl::optional<ShadowRun>& run) {
  const int64_t watched = parts_.shadow.run();
  if (watched != 0) {
    const ShadowCounts counts = parts_.shadow.Take();
    if (counts.texts + counts.dropped > 0) RETURN_IF_ERROR(parts_.models.AddShadowCounts(watched, counts));
  }
  if ((run ? run->run : 0) == watched) return absl::OkStatus();
  if (!run) {
    parts_.shadow.Watch(0, nullptr);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const Classifier> model, parts_.shelf.Load(run->model));
  parts_.shadow.Watch(run->run, std::move(model));
  return absl::OkStatus();
}

absl::Status ModelDesk::Follow() {
  const std::lock_guard lock(mutex_);
  // Read under the lock: of two that follow at once, the later one has read what is newer.
  ASSIGN_OR_RETURN(const ModelState state, parts_.models.State());
  const std::string wanted = state.serving.value_or(parts_.shelf.release()->model().version());
  absl::Status followed = absl::OkStatus();
  if (wanted != parts_.serving.Get()->model().version()) {
    absl::StatusOr<std::shared_ptr<const Classifier>> loaded = parts_.shelf.Load(wanted);
    if (loaded.ok()) {
      Take(*loaded);
    } else {
      followed = loaded.status();
    }
  }
  follows_.Set(followed.ok() ? 1 : 0);
  followed.Update(FollowShadow(state.shadow));
  return followed;
}

}  // namespace redress::classification
