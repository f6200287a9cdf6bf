#include "services/classification/bind.h"

#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/pg/migrate.h"
#include "libs/pg/pool.h"
#include "services/classification/app/classify.h"
#include "services/classification/engine/classifier.h"
#include "services/classification/rpc/classification_handler.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

// Made from schema/*.sql.
const std::vector<pg::Migration>& Migrations();

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(std::unique_ptr<Classifier> loaded,
                   Classifier::Load(config.classification.data_dir, config.classification.model_dir));
  const Classifier& classifier = host.Own(std::move(loaded));
  obs::Log(obs::Level::kInfo, "model_loaded",
           {{"model", obs::Id(classifier.model().version())},
            {"taxonomy", obs::Id(classifier.taxonomy().version())},
            {"abstain_below", classifier.model().parts().abstain_below}});

  pg::PoolOptions options;
  options.connection = config.pg.connection;
  options.schema = config.classification.schema;
  options.size = config.pg.pool_size;
  auto& pool = host.Make<pg::Pool>(options);
  auto& store = host.Make<PredictionStore>(pool);
  host.AddSetup("migrate", [options] { return pg::Migrate(options.connection, options.schema, Migrations()); });
  host.AddSetup("taxonomy", [&store, &classifier] { return store.SaveTaxonomy(classifier.taxonomy()); });
  host.AddDependencyCheck("postgres", [&pool] { return pool.Ping(); });

  auto& texts = host.Make<ClassifyTexts>(classifier, store, host.time(), host.metrics(), config.classification.batch_threads);
  auto& intake = host.Make<IntakeContent>(host.Peer("intake"));
  host.AddService<v1::ClassificationService>(host.Make<ClassificationHandler>(host.edge(), classifier, texts, store, intake));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("classification", &Bind);
}

}  // namespace redress::classification
