// What routing is told: the shared keys `pg` and `redis`, and its own under `routing`. The figures are those of domain.md §4, in
// business time unless they say otherwise.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"
#include "services/routing/app/context.h"

namespace redress::routing {

struct OwnConfig {
  absl::Duration offer_ttl = absl::Seconds(60);
  absl::Duration chat_offer_ttl = absl::Seconds(20);
  absl::Duration decline_cooldown = absl::Minutes(10);
  absl::Duration offline_grace = absl::Minutes(10);
  int32_t supervisor_reserve_percent = 67;
  int32_t batch_max = 500;
  absl::Duration sweep_every = absl::Milliseconds(200);
  std::string roster_file;

  template <class V>
  void Visit(V& v) {
    const auto offer = config::InRange(absl::Seconds(1), absl::Hours(1));
    v.Field("offer_ttl", &offer_ttl, "How long an offer stands (business time)", offer);
    v.Field("chat_offer_ttl", &chat_offer_ttl, "How long an offer of a chat stands (business time)", offer);
    v.Field("decline_cooldown", &decline_cooldown,
            "A declined item is not offered to the agent again for so long (business time)",
            config::InRange(absl::ZeroDuration(), absl::Hours(24)));
    v.Field("offline_grace", &offline_grace, "What an absent agent owns goes back to the queue after so long (business time)",
            config::InRange(absl::ZeroDuration(), absl::Hours(24)));
    v.Field("supervisor_reserve_percent", &supervisor_reserve_percent,
            "Share of a supervisor's places that only critical items may take", config::InRange<int32_t>(0, 100));
    v.Field("batch_max", &batch_max, "Items of one team and severity that are assigned in one transaction",
            config::InRange<int32_t>(1, 5'000));
    v.Field("sweep_every", &sweep_every, "How often the assigner looks without being told (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Seconds(1)));
    v.Field("roster_file", &roster_file, "The teams of the first start; empty: those that came with this build");
  }

  Policy ToPolicy() const {
    Policy policy;
    policy.plan.assign.supervisor_reserve_percent = supervisor_reserve_percent;
    policy.plan.decline_cooldown = decline_cooldown;
    policy.offers = {offer_ttl, chat_offer_ttl};
    policy.offline_grace = offline_grace;
    policy.batch = batch_max;
    return policy;
  }
};

struct Config {
  pg::PgConfig pg{12};
  events::RedisConfig redis;
  OwnConfig routing;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("routing", &routing, "Routing.");
  }
};

}  // namespace redress::routing
