#include "services/classification/bind.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/classification/app/classify.h"
#include "services/classification/app/model_desk.h"
#include "services/classification/rpc/classification_handler.h"
#include "services/classification/store/migrations.h"
#include "services/classification/worker/correction_handler.h"
#include "services/classification/worker/model_follower.h"

namespace redress::classification {

absl::Status Bind(const Config& config, rpc::Host& host) {
  const OwnConfig& own = config.classification;
  ASSIGN_OR_RETURN(std::unique_ptr<ModelShelf> opened, ModelShelf::Open({own.data_dir, own.model_dir, own.models_dir}));
  ModelShelf& shelf = host.Own(std::move(opened));
  const Classifier& release = *shelf.release();
  ASSIGN_OR_RETURN(std::vector<HeldOutText> held_out, ReadHeldOut(absl::StrCat(own.model_dir, "/held_out.jsonl")));
  obs::Log(obs::Level::kInfo, "model_loaded",
           {{"model", obs::Id(release.model().version())},
            {"taxonomy", obs::Id(release.taxonomy().version())},
            {"abstain_below", release.model().parts().abstain_below}});

  pg::PoolOptions options = events::PoolOptionsOf(host, config.pg);
  options.schema = own.schema;
  auto& pool = host.Make<pg::Pool>(options);
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());
  auto& store = host.Make<PredictionStore>(pool);
  host.AddSetup("taxonomy", [&store, &release] { return store.SaveTaxonomy(release.taxonomy()); });

  auto& serving = host.Make<Serving>(shelf.release());
  auto& models = host.Make<ModelStore>(pool);
  auto& corrections = host.Make<CorrectionStore>(pool);
  auto& shadow = host.Make<ShadowWatch>(host.metrics());
  auto& drift = host.Make<DriftWatch>(release.taxonomy().level1().size(), host.metrics());
  auto& desk = host.Make<ModelDesk>(
      ModelDesk::Parts{pool, shelf, serving, models, corrections, shadow, drift, host.time(), host.metrics()},
      std::move(held_out));
  // What was promoted serves from the first call on. Where it does not load the release's model does, and the follower says so.
  host.AddSetup("model", [&desk] {
    const absl::Status status = desk.Follow();
    return absl::IsUnavailable(status) ? status : absl::OkStatus();
  });
  host.AddWorker(MakeModelFollower(desk, own.follow_every));
  spine.AddConsumer(host.Make<CorrectionHandler>(host.metrics()), {.name = "classification", .sources = {"casework"}});

  auto& texts = host.Make<ClassifyTexts>(ClassifyTexts::Parts{serving, store, shadow, drift, host.time(), host.metrics()},
                                         own.batch_threads);
  auto& intake = host.Make<IntakeContent>(host.Peer("intake"));
  host.AddService<v1::ClassificationService>(host.Make<ClassificationHandler>(
      ClassificationHandler::Parts{host.edge(), serving, texts, store, intake, desk, corrections}));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("classification", &Bind);
}

}  // namespace redress::classification
