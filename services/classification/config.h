// What the service is told: `pg` is shared with the other services of a process, `classification` is its own group.
// Defaults suit one machine.
#pragma once

#include <string>

#include "libs/config/checks.h"
#include "libs/pg/pg_config.h"

namespace redress::classification {

struct OwnConfig {
  std::string schema = "classification";
  std::string model_dir;
  std::string data_dir;
  int batch_threads = 1;

  template <class V>
  void Visit(V& v) {
    v.Field("schema", &schema, "The schema that it owns.", config::NotEmpty());
    v.Field("model_dir", &model_dir, "Folder of model.bin and model.json, as redress-train writes it.", config::NotEmpty());
    v.Field("data_dir", &data_dir, "Folder of taxonomy.yaml, signals.yaml, severity.yaml and goods.yaml.", config::NotEmpty());
    v.Field("batch_threads", &batch_threads, "Threads that help the callers' own with batches.", config::InRange(0, 64));
  }
};

struct Config {
  pg::PgConfig pg{4};
  OwnConfig classification;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("classification", &classification, "Classification.");
  }
};

}  // namespace redress::classification
