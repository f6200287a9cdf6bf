#include "services/outreach/bind.h"

#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "services/outreach/app/pace.h"
#include "services/outreach/app/template_file.h"
#include "services/outreach/domain/mail.h"
#include "services/outreach/providers/smtp.h"
#include "services/outreach/providers/webhook.h"
#include "services/outreach/rpc/outreach_handler.h"
#include "services/outreach/rpc/remote_sources.h"
#include "services/outreach/store/migrations.h"
#include "services/outreach/worker/event_handler.h"

namespace redress::outreach {
namespace {

// The first line of a file.
absl::StatusOr<std::string> SecretIn(const std::string& path) {
  std::ifstream file(path);
  std::string secret;
  std::getline(file, secret);
  secret = std::string(absl::StripAsciiWhitespace(secret));
  if (secret.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "SECRET_FILE", "a file with a secret cannot be read, or is empty");
  }
  return secret;
}

absl::Status AddMail(const OwnConfig& config, rpc::Host& host, Providers* providers) {
  if (config.smtp_url.empty()) return absl::OkStatus();
  if (!IsMailAddress(config.from)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_SENDER", "outreach.from: one plain address");
  }
  SmtpOptions options{config.smtp_url, config.from, config.smtp_user, "", config.send_timeout};
  if (!config.smtp_user.empty()) {
    ASSIGN_OR_RETURN(options.password, SecretIn(config.smtp_password_file));
  }
  (*providers)[NoticeWay::kEmail] = &host.Make<Smtp>(std::move(options));
  return absl::OkStatus();
}

absl::StatusOr<Providers> MakeProviders(const OwnConfig& config, rpc::Host& host) {
  Providers providers;
  RETURN_IF_ERROR(AddMail(config, host, &providers));
  const std::pair<NoticeWay, std::string> webhooks[] = {{NoticeWay::kSms, config.sms_url}, {NoticeWay::kPush, config.push_url}};
  for (const auto& [way, url] : webhooks) {
    if (url.empty()) continue;
    ASSIGN_OR_RETURN(std::string secret, SecretIn(config.webhook_secret_file));
    providers[way] = &host.Make<Webhook>(WebhookOptions{url, std::move(secret), config.send_timeout});
  }
  return providers;
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(vault::KeyRing loaded, vault::KeyRing::Load(config.vault.key_ring));
  ASSIGN_OR_RETURN(TemplateLibrary words, LoadTemplatesFile(config.outreach.templates_file));
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(config.outreach.quiet.time_zone, &zone)) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_TIME_ZONE", "outreach.quiet.time_zone: no such zone");
  }
  ASSIGN_OR_RETURN(Providers providers, MakeProviders(config.outreach, host));
  const auto& ring = host.Make<vault::KeyRing>(std::move(loaded));
  const auto& library = host.Make<TemplateLibrary>(std::move(words));
  pg::Pool& pool = host.Make<pg::Pool>(events::PoolOptionsOf(host, config.pg));
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());

  auto& sources =
      host.Make<RemoteSources>(RemoteSources::Peers{host.Peer("intake"), host.Peer("casework"), host.Peer("platform")});
  auto& wakeup = host.Make<rpc::Wakeup>(config.outreach.sender_threads);
  auto& metrics = host.Make<OutreachMetrics>(host.metrics());
  const auto sign = [&time = host.time(), &tokens = host.tokens()](const SignedLink& link) {
    return tokens.TokenFor(FormatLink(link), "CUSTOMER", link.expire_time - time.Now());
  };
  auto& context = host.Own(std::make_unique<Context>(
      Context{pool, host.time(), library, config.outreach.ToNoticePolicy(zone), config.outreach.ToSendPolicy(zone), sources,
              std::move(providers), ring, sign, [&spine](auto events) { spine.Committed(events); }, [&wakeup] { wakeup.Wake(); },
              [&metrics](NoticeKind kind, NoticeState state) { metrics.Reached(kind, state).Increment(); }}));

  auto& handler = host.Make<EventHandler>(context, metrics);
  spine.AddConsumer(handler, {.name = "outreach", .sources = {"intake", "routing", "casework", "compensation"}});
  spine.OnPace([&context] { return ReadPace(context); });
  host.AddWorker(std::make_unique<Sender>(context, wakeup, metrics, config.outreach.ToSenderOptions()));
  host.AddService<v1::OutreachService>(host.Make<OutreachHandler>(host.edge(), context));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("outreach", &Bind);
}

}  // namespace redress::outreach
