// What every service is told of its database, under the key `pg`: the same words and limits everywhere. How many connections suit
// a service is its own to say.
#pragma once

#include <cstdint>
#include <string>

#include "libs/config/checks.h"

namespace redress::pg {

struct PgConfig {
  explicit PgConfig(int32_t connections) : pool_size(connections) {}

  std::string connection;
  int32_t pool_size;

  template <class V>
  void Visit(V& v) {
    v.Field("connection", &connection, "How to reach PostgreSQL (libpq keywords or URI)", config::NotEmpty());
    v.Field("pool_size", &pool_size, "Connections of a service at most", config::InRange<int32_t>(2, 200));
  }
};

}  // namespace redress::pg
