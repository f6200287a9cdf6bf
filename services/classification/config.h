// What the service is told: `pg` and `redis` are shared with the other services of a process, `classification` is its own group.
// Defaults suit one machine.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/config/checks.h"
#include "libs/events/rpc/backing.h"

namespace redress::classification {

struct OwnConfig {
  std::string schema = "classification";
  std::string model_dir;
  std::string models_dir;
  std::string data_dir;
  int batch_threads = 1;
  absl::Duration follow_every = absl::Seconds(1);

  template <class V>
  void Visit(V& v) {
    v.Field("schema", &schema, "The schema that it owns.", config::NotEmpty());
    v.Field("model_dir", &model_dir, "Folder of the model that came with the release: model.bin, model.json and held_out.jsonl.",
            config::NotEmpty());
    v.Field("models_dir", &models_dir,
            "Folder of further models, <version>/model.bin and model.json; the same for all replicas. Empty: there are none.");
    v.Field("data_dir", &data_dir, "Folder of taxonomy.yaml, signals.yaml, severity.yaml and goods.yaml.", config::NotEmpty());
    v.Field("batch_threads", &batch_threads, "Threads that help the callers' own with batches.", config::InRange(0, 64));
    v.Field("follow_every", &follow_every, "How often it looks which model shall serve (machine time).",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
  }
};

struct Config {
  pg::PgConfig pg{8};
  events::RedisConfig redis;
  OwnConfig classification;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams of casework's events.");
    v.Group("classification", &classification, "Classification.");
  }
};

}  // namespace redress::classification
