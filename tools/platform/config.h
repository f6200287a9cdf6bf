// What the reference platform is told: the shared key `pg`, and its own under `platform`.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"

namespace redress::platform {

struct PgConfig {
  std::string connection;
  int32_t pool_size = 12;

  template <class V>
  void Visit(V& v) {
    v.Field("connection", &connection, "How to reach PostgreSQL (libpq keywords or URI)", config::NotEmpty());
    v.Field("pool_size", &pool_size, "Connections of a service at most", config::InRange<int32_t>(2, 200));
  }
};

struct OwnConfig {
  absl::Duration end_after;
  absl::Duration look_every = absl::Milliseconds(200);
  std::string report_to;

  template <class V>
  void Visit(V& v) {
    v.Field("end_after", &end_after, "How long an operation stays pending (business time); 0: it ends while its caller waits",
            config::InRange(absl::ZeroDuration(), absl::Hours(30 * 24)));
    v.Field("look_every", &look_every, "How often pending operations and reports are looked at without being told (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("report_to", &report_to,
            "Services that are told of the end of what they asked for, separated by commas; empty: nobody, they ask");
  }
};

struct Config {
  PgConfig pg;
  OwnConfig platform;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("platform", &platform, "The reference platform.");
  }
};

}  // namespace redress::platform
