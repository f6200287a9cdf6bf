// What stands behind a service that has a log: its schema in PostgreSQL, which has the service's name, and its streams in Redis.
// Made once, in Bind, of what the shared keys `pg` and `redis` say:
//   pg::Pool& pool = host.Make<pg::Pool>(events::PoolOptionsOf(host, config.pg));
//   events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libs/config/checks.h"
#include "libs/events/rpc/spine.h"
#include "libs/pg/pg_config.h"
#include "libs/pg/pool.h"
#include "libs/rpc/host.h"

namespace redress::events {

struct RedisConfig {
  std::string address = "127.0.0.1:6379";

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Redis, host:port or unix:/path", config::NotEmpty());
  }
};

// Of the schema of the service that is being bound; size and statements may still be changed.
inline pg::PoolOptions PoolOptionsOf(const rpc::Host& host, const pg::PgConfig& config) {
  pg::PoolOptions options;
  options.connection = config.connection;
  options.schema = host.service();
  options.size = config.pool_size;
  return options;
}

// Lives as long as the process. `migrations`: the service's own.
inline Spine& MakeSpine(rpc::Host& host, pg::Pool& pool, const RedisConfig& config, std::vector<pg::Migration> migrations,
                        int partitions = SpineOptions().partitions) {
  SpineOptions options;
  options.partitions = partitions;
  options.redis.address = config.address;
  options.migrations = std::move(migrations);
  return host.Make<Spine>(host, pool, std::move(options));
}

}  // namespace redress::events
