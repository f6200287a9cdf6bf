// What analytics is told: the shared keys `pg` and `redis`, and its own under `analytics`. Targets are no configuration but the
// policy of KPIs (data/kpis.yaml).
#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"

namespace redress::analytics {

struct OwnConfig {
  std::string sources = "intake, routing, casework, compensation, sla, outreach";
  std::string kpi_file;
  std::string time_zone = "Asia/Shanghai";
  absl::Duration look_every = absl::Seconds(1);
  absl::Duration rebuild_lease = absl::Seconds(60);

  template <class V>
  void Visit(V& v) {
    v.Field("sources", &sources, "Whose logs are folded, by commas; `peers.<source>` says where each is", config::NotEmpty());
    v.Field("kpi_file", &kpi_file, "The KPIs with their targets; empty: those that came with this build");
    v.Field("time_zone", &time_zone, "The shop's time zone, by whose days cases count (a name that PostgreSQL knows)",
            config::NotEmpty());
    v.Field("look_every", &look_every, "How often rebuilds are looked for and the views are told the time (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("rebuild_lease", &rebuild_lease, "A rebuild whose process is silent for so long is begun anew (machine time)",
            config::InRange(absl::Seconds(1), absl::Hours(1)));
  }
};

struct Config {
  pg::PgConfig pg{12};
  events::RedisConfig redis;
  OwnConfig analytics;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("analytics", &analytics, "Analytics.");
  }
};

}  // namespace redress::analytics
