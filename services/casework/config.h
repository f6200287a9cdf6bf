// What casework is told: the shared keys `pg`, `redis`, `vault`, and its own under `casework`. The figures of domain.md §5 and §6
// that decide something are keys here, in business time; what may be given is compensation's policy.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"
#include "libs/vault/vault_config.h"
#include "services/casework/domain/change.h"
#include "services/casework/worker/execution_queue.h"
#include "services/casework/worker/executor.h"

namespace redress::casework {

// How long somebody has, by severity.
struct WithinConfig {
  explicit WithinConfig(const std::array<absl::Duration, 3>& policy)
      : ordinary(policy[0]), urgent(policy[1]), critical(policy[2]) {}
  absl::Duration ordinary, urgent, critical;

  template <class V>
  void Visit(V& v) {
    const auto within = config::InRange(absl::Minutes(1), absl::Hours(24 * 30));
    v.Field("ordinary", &ordinary, "Of an ordinary case", within);
    v.Field("urgent", &urgent, "Of an urgent one", within);
    v.Field("critical", &critical, "Of a critical one", within);
  }
  std::array<absl::Duration, 3> ToArray() const { return {ordinary, urgent, critical}; }
};

struct PolicyConfig {
  CasePolicy defaults;
  WithinConfig answer_within{defaults.asking.answer_within};
  WithinConfig decide_within{defaults.approval.decide_within};
  WithinConfig callback_within{defaults.callback.due_within};
  absl::Duration customer_within = defaults.asking.customer_within;
  int32_t callback_attempts = defaults.callback.attempts;
  absl::Duration callback_again_after = defaults.callback.again_after;
  absl::Duration repeat_within = defaults.repeat_within;
  absl::Duration offer_stands = defaults.offer.stands;
  absl::Duration offer_to_give = defaults.offer.to_give;
  int64_t specialist_max_minor = defaults.bands.specialist_max_minor;
  int64_t supervisor_max_minor = defaults.bands.supervisor_max_minor;

  template <class V>
  void Visit(V& v) {
    v.Group("answer_within", &answer_within, "How long a seller, a carrier or a department has to answer.");
    v.Group("decide_within", &decide_within, "How long somebody has to approve, before it is asked one level up.");
    v.Group("callback_within", &callback_within, "Until when after its execution a case is called back.");
    v.Field("customer_within", &customer_within, "How long a customer has to answer",
            config::InRange(absl::Hours(1), absl::Hours(24 * 30)));
    v.Field("callback_attempts", &callback_attempts, "Attempts to call back, after which a case may be closed unreached",
            config::InRange<int32_t>(1, 10));
    v.Field("callback_again_after", &callback_again_after, "After an attempt that reached nobody the next one waits so long",
            config::InRange(absl::ZeroDuration(), absl::Hours(72)));
    v.Field("repeat_within", &repeat_within, "The same matter again reopens a case that ended at most so long ago",
            config::InRange(absl::ZeroDuration(), absl::Hours(24 * 365)));
    v.Field("offer_stands", &offer_stands, "How long a plan can be accepted",
            config::InRange(absl::Hours(1), absl::Hours(24 * 30)));
    v.Field("offer_to_give", &offer_to_give,
            "A plan can be accepted no longer than so long before the first of its quotations ends: the time for approval and"
            " payment of what was accepted",
            config::InRange(absl::ZeroDuration(), absl::Hours(24 * 30)));
    v.Field("specialist_max_minor", &specialist_max_minor, "What a specialist gives alone in a case, in fen",
            config::InRange<int64_t>(0, 1'000'000'000));
    v.Field("supervisor_max_minor", &supervisor_max_minor, "What a supervisor approves in a case, in fen; above: a manager",
            config::InRange<int64_t>(0, 1'000'000'000));
  }

  CasePolicy ToPolicy() const {
    CasePolicy policy = defaults;
    policy.asking.answer_within = answer_within.ToArray();
    policy.asking.customer_within = customer_within;
    policy.approval.decide_within = decide_within.ToArray();
    policy.callback.due_within = callback_within.ToArray();
    policy.callback.attempts = callback_attempts;
    policy.callback.again_after = callback_again_after;
    policy.repeat_within = repeat_within;
    policy.offer.stands = offer_stands;
    policy.offer.to_give = offer_to_give;
    policy.bands.specialist_max_minor = specialist_max_minor;
    policy.bands.supervisor_max_minor = supervisor_max_minor;
    return policy;
  }
};

struct OwnConfig {
  PolicyConfig policy;
  std::string scripts_file;
  int32_t executor_threads = 4;
  absl::Duration sweep_every = absl::Seconds(1);
  absl::Duration ask_timeout = absl::Seconds(10);
  absl::Duration retry_first = absl::Seconds(1);
  absl::Duration retry_max = absl::Minutes(5);
  std::string platform_subject = "backends/platform";

  template <class V>
  void Visit(V& v) {
    const auto pause = config::InRange(absl::Milliseconds(1), absl::Hours(1));
    v.Group("policy", &policy, "The figures by which cases are decided; business time.");
    v.Field("scripts_file", &scripts_file, "The library of scripts; empty: the one that came with this build");
    v.Field("executor_threads", &executor_threads, "How many cases are carried out at once", config::InRange<int32_t>(1, 64));
    v.Field("sweep_every", &sweep_every, "How often deadlines and cases to be carried out are looked for (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("ask_timeout", &ask_timeout, "What one question to compensation or the platform may take (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("retry_first", &retry_first, "An unknown outcome is asked for again after so long, then twice as long (machine time)",
            pause);
    v.Field("retry_max", &retry_max, "The longest such pause (machine time)", pause);
    v.Field("platform_subject", &platform_subject, "`sub` of the shop's token: nobody else's reports of outcomes are believed",
            config::NotEmpty());
  }

  ExecutorOptions ToExecutorOptions() const { return {executor_threads, sweep_every}; }
  RetryPauses ToPauses() const { return {retry_first, retry_max}; }
};

struct Config {
  pg::PgConfig pg{16};
  events::RedisConfig redis;
  vault::VaultConfig vault;
  OwnConfig casework;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("vault", &vault, "The keys of what people write.");
    v.Group("casework", &casework, "Casework.");
  }
};

}  // namespace redress::casework
