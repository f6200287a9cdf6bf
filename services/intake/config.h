// What intake is told: the shared keys `pg`, `redis`, `vault`, and its own under `intake`. Defaults suit one machine.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"
#include "libs/vault/vault_config.h"

namespace redress::intake {

// Checks that the time zone exists.
inline config::Check<std::string> KnownZone() {
  return [](const std::string& name) {
    absl::TimeZone zone;
    return absl::LoadTimeZone(name, &zone) ? std::string() : std::string("must be a time zone of this machine (Asia/Shanghai)");
  };
}

struct OwnConfig {
  std::string time_zone = "Asia/Shanghai";
  int32_t committers = 2;
  int32_t batch_max = 128;
  int32_t queue_max = 4'096;
  int32_t keys_cached_max = 50'000;
  absl::Duration repeat_within = absl::Hours(24 * 30);
  std::string channels_file;

  template <class V>
  void Visit(V& v) {
    v.Field("time_zone", &time_zone, "Whose date a complaint number begins with; not to be changed later", KnownZone());
    v.Field("committers", &committers, "Threads that commit submissions; more than two only shrink the batches",
            config::InRange<int32_t>(1, 16));
    v.Field("batch_max", &batch_max, "Complaints of one commit at most", config::InRange<int32_t>(1, 1'000));
    v.Field("queue_max", &queue_max, "Submissions that may wait for a commit; more are refused as UNAVAILABLE, QUEUE_FULL",
            config::InRange<int32_t>(1, 1'000'000));
    v.Field("keys_cached_max", &keys_cached_max, "Customers' data keys that are remembered (about 400 bytes each)",
            config::InRange<int32_t>(1'000, 10'000'000));
    v.Field("repeat_within", &repeat_within,
            "The same matter joins a case that ended at most so long before (business time); casework's own must be the same",
            config::InRange(absl::ZeroDuration(), absl::Hours(24 * 3650)));
    v.Field("channels_file", &channels_file, "Names, hours and promises of the channels; empty: those that came with this build");
  }
};

struct Config {
  pg::PgConfig pg{16};
  events::RedisConfig redis;
  vault::VaultConfig vault;
  OwnConfig intake;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg);
    v.Group("redis", &redis);
    v.Group("vault", &vault);
    v.Group("intake", &intake);
  }
};

}  // namespace redress::intake
