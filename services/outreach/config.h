// What outreach is told: the shared keys `pg`, `redis`, `vault`, and its own under `outreach`. What customers read is no
// configuration but the templates (data/templates.yaml). A way whose provider is not named is not used.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/config/schema.h"
#include "libs/events/rpc/backing.h"
#include "libs/vault/vault_config.h"
#include "services/outreach/app/context.h"
#include "services/outreach/worker/sender.h"

namespace redress::outreach {

// When nobody is disturbed.
struct QuietConfig {
  std::string time_zone = "Asia/Shanghai";
  int32_t begin_minute = 22 * 60;
  int32_t end_minute = 8 * 60;

  template <class V>
  void Visit(V& v) {
    v.Field("time_zone", &time_zone, "Whose wall clock counts, also for times in messages", config::NotEmpty());
    v.Field("begin_minute", &begin_minute, "Quiet from this minute of the day on (1320: 22:00)",
            config::InRange<int32_t>(0, 1439));
    v.Field("end_minute", &end_minute, "No longer at this one (480: 08:00); the same as the other: never quiet",
            config::InRange<int32_t>(0, 1439));
  }
};

struct OwnConfig {
  std::string smtp_url;
  std::string smtp_user;
  std::string smtp_password_file;
  std::string from;
  std::string sms_url;
  std::string push_url;
  std::string webhook_secret_file;
  std::string templates_file;
  std::string link_base = "https://help.example.com/answer#";
  std::string hotline = "400-000-0000";
  QuietConfig quiet;
  SendPolicy defaults;
  NoticePolicy notices;
  bool acknowledge_at_night = defaults.acknowledge_at_night;
  int32_t reply_hours = defaults.reply_hours;
  absl::Duration survey_cool_down = defaults.survey_cool_down;
  absl::Duration survey_after = notices.survey_after;
  absl::Duration progress_every = notices.progress_every;
  absl::Duration progress_every_critical = notices.progress_every_critical;
  absl::Duration progress_ahead = notices.progress_ahead;
  absl::Duration link_life = defaults.link_life;
  int32_t sender_threads = 4;
  int32_t sender_batch = defaults.batch;
  absl::Duration sweep_every = absl::Seconds(1);
  absl::Duration ask_timeout = defaults.ask_timeout;
  absl::Duration send_timeout = absl::Seconds(15);
  absl::Duration retry_first = defaults.pauses.first;
  absl::Duration retry_max = defaults.pauses.most;
  absl::Duration lease_slack = absl::Seconds(15);

  template <class V>
  void Visit(V& v) {
    VisitProviders(v);
    VisitPromises(v);
    VisitSender(v);
  }

  SendPolicy ToSendPolicy(absl::TimeZone zone) const {
    SendPolicy policy = defaults;
    policy.quiet = {zone, quiet.begin_minute, quiet.end_minute};
    policy.acknowledge_at_night = acknowledge_at_night;
    policy.survey_cool_down = survey_cool_down;
    policy.link_life = link_life;
    policy.reply_hours = reply_hours;
    policy.hotline = hotline;
    policy.link_base = link_base;
    policy.pauses = {retry_first, retry_max};
    policy.batch = sender_batch;
    policy.ask_timeout = ask_timeout;
    // Nobody else takes a notice while one of ours may still be at it: who is told, the case, its orders, a link; then it is
    // sent, and a mail server may hang once more when it is left.
    policy.lease = sender_batch * (4 * ask_timeout + 2 * send_timeout) + lease_slack;
    return policy;
  }
  NoticePolicy ToNoticePolicy(absl::TimeZone zone) const {
    NoticePolicy policy = notices;
    policy.survey_after = survey_after;
    policy.progress_every = progress_every;
    policy.progress_every_critical = progress_every_critical;
    policy.progress_ahead = progress_ahead;
    policy.quiet = {zone, quiet.begin_minute, quiet.end_minute};
    return policy;
  }
  SenderOptions ToSenderOptions() const { return {sender_threads, sweep_every}; }

 private:
  template <class V>
  void VisitProviders(V& v) {
    v.Field("smtp_url", &smtp_url, "The mail server, `smtp://host:port`; empty: no mail");
    v.Field("smtp_user", &smtp_user, "Who we are there; empty: nobody asks");
    v.Field("smtp_password_file", &smtp_password_file, "File with that user's password");
    v.Field("from", &from, "Sender of mails, an address; required with smtp_url");
    v.Field("sms_url", &sms_url, "Where SMS are posted to; empty: none");
    v.Field("push_url", &push_url, "Where app pushes are posted to; empty: none");
    v.Field("webhook_secret_file", &webhook_secret_file, "File with the secret that signs those posts; required with either");
    v.Field("templates_file", &templates_file, "The words of all notices; empty: those that came with this build");
    v.Field("link_base", &link_base, "The page at which customers answer; the link's token is appended", config::NotEmpty());
    v.Field("hotline", &hotline, "The number that customers are asked to call", config::NotEmpty());
  }
  template <class V>
  void VisitPromises(V& v) {
    const auto some = config::InRange(absl::Minutes(1), absl::Hours(24 * 365));
    v.Group("quiet", &quiet, "Hours in which only critical cases are told of.");
    v.Field("acknowledge_at_night", &acknowledge_at_night,
            "Whether what answers the customer's own message at once (ACCEPTED, INTENT_ANSWERED) does so in quiet hours too");
    v.Field("reply_hours", &reply_hours, "Within how many hours a reply is promised", config::InRange<int32_t>(1, 240));
    v.Field("survey_cool_down", &survey_cool_down, "At most one survey a customer in this time (business time)", some);
    v.Field("survey_after", &survey_after, "A survey follows the closing by this (business time)", some);
    v.Field("progress_every", &progress_every, "Progress of a delayed delivery is promised this often (business time)", some);
    v.Field("progress_every_critical", &progress_every_critical, "The same in a critical case (business time)", some);
    v.Field("progress_ahead", &progress_ahead,
            "Progress is told so long before it is promised or the night begins (business time)",
            config::InRange(absl::ZeroDuration(), absl::Hours(12)));
    v.Field("link_life", &link_life, "How long a link is good (business time)",
            config::InRange(absl::Hours(1), absl::Hours(24 * 30)));
  }
  template <class V>
  void VisitSender(V& v) {
    const auto pause = config::InRange(absl::Milliseconds(1), absl::Hours(1));
    v.Field("sender_threads", &sender_threads, "How many notices are sent at once", config::InRange<int32_t>(1, 64));
    v.Field("sender_batch", &sender_batch, "Notices that one of them takes at a time", config::InRange<int32_t>(1, 100));
    v.Field("sweep_every", &sweep_every, "How often owed notices are looked for without being told (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("ask_timeout", &ask_timeout, "What one question to intake, casework or the platform may take (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
    v.Field("send_timeout", &send_timeout, "What one hand-over to a provider may take (machine time)",
            config::InRange(absl::Milliseconds(10), absl::Minutes(5)));
    v.Field("retry_first", &retry_first, "A notice is tried again after so long, then twice as long (machine time)", pause);
    v.Field("retry_max", &retry_max, "The longest such pause (machine time)", pause);
    v.Field("lease_slack", &lease_slack,
            "How much longer than everything may take a notice stays with the process that took it (machine time)", pause);
  }
};

struct Config {
  pg::PgConfig pg{12};
  events::RedisConfig redis;
  vault::VaultConfig vault;
  OwnConfig outreach;

  template <class V>
  void Visit(V& v) {
    v.Group("pg", &pg, "The database.");
    v.Group("redis", &redis, "The streams.");
    v.Group("vault", &vault, "The keys of sealed words.");
    v.Group("outreach", &outreach, "Outreach.");
  }
};

}  // namespace redress::outreach
