#include "services/casework/bind.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "services/casework/app/pace.h"
#include "services/casework/app/scripts.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/remote_backends.h"
#include "services/casework/store/case_reading.h"
#include "services/casework/store/events.h"
#include "services/casework/store/migrations.h"
#include "services/casework/worker/event_handler.h"
#include "services/casework/worker/executor.h"
#include "services/casework/worker/timekeeper.h"

namespace redress::casework {
namespace {

// Whoever changes a case may have given it something to carry out.
void PokeChanged(ExecutionQueue& queue, absl::Span<const events::NewEvent> said) {
  for (const events::NewEvent& event : said) {
    const bool moved = absl::EndsWith(event.type, ".CaseStateChanged") || absl::EndsWith(event.type, ".StepEnded");
    if (moved) queue.Poke(std::string(absl::StripPrefix(event.subject, "cases/")));
  }
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(vault::KeyRing loaded, vault::KeyRing::Load(config.vault.key_ring));
  ASSIGN_OR_RETURN(ScriptLibrary library, LoadScriptsFile(config.casework.scripts_file));
  const auto& ring = host.Make<vault::KeyRing>(std::move(loaded));
  const auto& scripts = host.Make<ScriptLibrary>(std::move(library));
  pg::PoolOptions pool_options = events::PoolOptionsOf(host, config.pg);
  pool_options.statements = ReadStatements();
  pg::Pool& pool = host.Make<pg::Pool>(std::move(pool_options));
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());

  auto& backends = host.Make<RemoteBackends>(BackendPeers{host.Peer("intake"), host.Peer("compensation"), host.Peer("platform")},
                                             config.casework.ask_timeout);
  auto& vaulting = host.Make<Vaulting>(ring);
  auto& queue = host.Make<ExecutionQueue>(config.casework.ToPauses());
  auto& metrics = host.Make<CaseworkMetrics>(host.metrics());
  const auto said = [&spine, &queue](absl::Span<const events::NewEvent> events) {
    spine.Committed(events);
    PokeChanged(queue, events);
  };
  const CasePolicy policy = config.casework.policy.ToPolicy();
  const auto events_of = [callback = policy.callback](const Change& change) { return EventsOf(change, callback); };
  auto& context =
      host.Own(std::make_unique<Context>(Context{pool, host.time(), vaulting, policy, scripts, backends, events_of, said}));

  auto& handler = host.Make<EventHandler>(
      context, [&queue](const std::string& number) { queue.Poke(number); }, metrics);
  spine.AddConsumer(handler, {.name = "casework", .sources = {"intake", "routing", "compensation", "outreach"}});
  spine.OnPace([&context] { return ReadPace(context); });
  host.AddWorker(std::make_unique<Executor>(
      context, [&backends](const StepOrder& order) { return backends.Ask(order); }, queue, metrics,
      config.casework.ToExecutorOptions()));
  host.AddWorker(MakeTimekeeper(context, metrics, config.casework.sweep_every));
  host.AddService<v1::CaseworkService>(
      host.Make<CaseworkHandler>(host.edge(), context, host.tokens(), config.casework.platform_subject));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("casework", &Bind);
}

}  // namespace redress::casework
