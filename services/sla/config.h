// What sla is told: the shared keys `pg` and `redis`, and its own under `sla`. What is promised is data: the policy and its
// calendars.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"

namespace redress::sla {

struct OwnConfig {
  std::string policy_file;
  std::string calendars_file;
  absl::Duration sweep_every = absl::Seconds(1);

  template <class V>
  void Visit(V& v) {
    v.Field("policy_file", &policy_file, "What is promised; empty: the policy that came with this build");
    v.Field("calendars_file", &calendars_file, "The calendars of the policy; empty: those that came with this build");
    v.Field("sweep_every", &sweep_every, "How often warnings and breaches are looked for (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
  }
};

struct Config {
  pg::PgConfig pg{8};
  events::RedisConfig redis;
  OwnConfig sla;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("sla", &sla, "The clocks.");
  }
};

}  // namespace redress::sla
