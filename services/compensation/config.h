// What compensation is told: the shared keys `pg` and `redis`, and its own under `compensation`. What may be given is no
// configuration but the policy, which is published (rpc/policy_handler.h).
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/base/group_commit.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"
#include "services/compensation/app/context.h"
#include "services/compensation/worker/payer.h"

namespace redress::compensation {

struct OwnConfig {
  absl::Duration follow_every = absl::Seconds(1);
  absl::Duration watch_every = absl::Milliseconds(250);
  int32_t payer_threads = 4;
  int32_t payer_batch = 8;
  int32_t group_threads = 2;
  int32_t group_batch_max = 64;
  int32_t group_queue_max = 4'096;
  absl::Duration sweep_every = absl::Seconds(1);
  absl::Duration link_every = absl::Seconds(1);
  absl::Duration ask_timeout = absl::Seconds(10);
  absl::Duration poll_every = absl::Seconds(5);
  absl::Duration retry_first = absl::Seconds(1);
  absl::Duration retry_max = absl::Minutes(5);
  std::string platform_subject = "backends/platform";
  absl::Duration lease_slack = absl::Minutes(1);

  template <class V>
  void Visit(V& v) {
    const auto pause = config::InRange(absl::Milliseconds(1), absl::Hours(1));
    v.Field("follow_every", &follow_every,
            "How often it is looked whether a policy was published elsewhere, or a simulation asked for (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("watch_every", &watch_every, "How often it is looked how far a simulation is that somebody watches (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("payer_threads", &payer_threads, "How many grants are asked of the platform at once",
            config::InRange<int32_t>(1, 64));
    v.Field("payer_batch", &payer_batch, "Grants that one of them takes at a time", config::InRange<int32_t>(1, 100));
    v.Field("group_threads", &group_threads, "Threads that answer quotes, and as many that commit grants, a batch at a time",
            config::InRange<int32_t>(1, 16));
    v.Field("group_batch_max", &group_batch_max, "Quotes, or grants, that one of them takes at a time",
            config::InRange<int32_t>(1, 256));
    v.Field("group_queue_max", &group_queue_max, "Quotes, or grants, that may wait for a thread; further ones are refused",
            config::InRange<int32_t>(16, 1'000'000));
    v.Field("sweep_every", &sweep_every, "How often owed grants are looked for without being told (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("link_every", &link_every, "How often the books are looked at for entries to chain and days to seal (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(10)));
    v.Field("ask_timeout", &ask_timeout, "What one question to the platform may take (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("poll_every", &poll_every, "A pending operation is looked up again after so long (machine time)", pause);
    v.Field("retry_first", &retry_first, "An unknown outcome is asked for again after so long, then twice as long (machine time)",
            pause);
    v.Field("retry_max", &retry_max, "The longest such pause (machine time)", pause);
    v.Field("platform_subject", &platform_subject, "`sub` of the shop's token: nobody else's reports of outcomes are believed",
            config::NotEmpty());
    v.Field("lease_slack", &lease_slack,
            "How much longer than all its questions may take a grant stays with the process that took it (machine time)", pause);
  }

  GroupCommitOptions ToGroupOptions() const {
    return {.queue_max = static_cast<size_t>(group_queue_max),
            .batch_max = static_cast<size_t>(group_batch_max),
            .threads = group_threads};
  }

  // Nobody else takes a grant while one of ours may still be at it.
  AskPolicy ToAskPolicy() const {
    return {payer_batch, 2 * payer_batch * ask_timeout + lease_slack, poll_every, retry_first, retry_max};
  }
};

struct Config {
  pg::PgConfig pg{12};
  events::RedisConfig redis;
  OwnConfig compensation;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("compensation", &compensation, "Compensation.");
  }
};

}  // namespace redress::compensation
