#include "services/compensation/bind.h"

#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "libs/rpc/worker_of.h"
#include "services/compensation/app/pace.h"
#include "services/compensation/app/policy_book.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/platform_shop.h"
#include "services/compensation/rpc/policy_handler.h"
#include "services/compensation/store/migrations.h"
#include "services/compensation/worker/abuse_metrics.h"
#include "services/compensation/worker/bookkeeper.h"
#include "services/compensation/worker/event_handler.h"
#include "services/compensation/worker/policy_workers.h"

namespace redress::compensation {
absl::Status Bind(const Config& config, rpc::Host& host) {
  pg::PoolOptions pool_options = events::PoolOptionsOf(host, config.pg);
  pg::Pool& pool = host.Make<pg::Pool>(pool_options);
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());

  const auto& policy = host.Make<PolicyBook>(pool, host.time());
  // Whoever asks finds it in memory, in whichever thread.
  host.AddSetup("policies", [&policy] { return policy.Refresh(); });
  auto& shop = host.Make<PlatformShop>(host.Peer("platform"), config.compensation.ask_timeout);
  auto& wakeup = host.Make<rpc::Wakeup>(config.compensation.payer_threads);
  auto& metrics = host.Make<PayerMetrics>(host.metrics());
  auto& flags = host.Make<AbuseMetrics>(host.metrics());
  const auto context_on = [&](pg::Pool& connections) -> const Context& {
    return host.Own(std::make_unique<Context>(
        Context{connections, host.time(), policy, shop, config.compensation.ToAskPolicy(),
                [&spine](auto events) { spine.Committed(events); }, [&wakeup] { wakeup.Wake(); },
                [&metrics] { metrics.contradicted.Increment(); }, [&flags](AbuseSign sign) { flags.of(sign).Increment(); }}));
  };
  // Paying has connections of its own: a rush of callers never makes those wait who were promised something.
  pool_options.size = config.compensation.payer_threads;
  const Context& paying = context_on(host.Make<pg::Pool>(pool_options));
  const PayerOptions payer{config.compensation.payer_threads, config.compensation.sweep_every};
  spine.AddConsumer(host.Make<EventHandler>(paying), {.name = "compensation", .sources = {"casework", "intake"}});
  spine.OnPace([&paying] { return ReadPace(paying); });
  pool_options.size = 1;
  host.AddWorker(MakeBookkeeper(context_on(host.Make<pg::Pool>(pool_options)), config.compensation.link_every));
  host.AddWorker(std::make_unique<Payer>(paying, wakeup, metrics, payer));
  pool_options.size = 2;
  host.AddWorker(MakePolicyFollower(policy, config.compensation.follow_every));
  host.AddWorker(std::make_unique<Simulator>(context_on(host.Make<pg::Pool>(pool_options)), config.compensation.follow_every));
  pool_options.size = 1;
  auto watch = std::make_unique<SimulationWatch>(context_on(host.Make<pg::Pool>(pool_options)), config.compensation.watch_every);
  SimulationWatch& watched = *watch;
  host.AddWorker(std::move(watch));
  // Groups have connections of their own: whoever reads never makes them wait.
  const GroupCommitOptions group = config.compensation.ToGroupOptions();
  pool_options.size = 2 * group.threads;
  pool_options.generic_plans = true;
  const Context& grouped = context_on(host.Make<pg::Pool>(pool_options));
  auto& quotes = host.Make<QuoteGroup>(grouped, group);
  auto& grants = host.Make<GrantGroup>(grouped, group);
  const Context& context = context_on(pool);
  host.AddService<v1::CompensationService>(
      host.Make<CompensationHandler>(host.edge(), context, quotes, grants, config.compensation.platform_subject));
  auto& evaluator = host.Make<Evaluator>(policy, host.time());
  host.AddService<v1::PolicyService>(host.Make<PolicyHandler>(host.edge(), context, watched, evaluator));
  host.AddWorker(std::make_unique<rpc::WorkerOf<Evaluator>>(evaluator));
  // After the spine's workers and the payer, so that they end before them: what they commit last is still published.
  host.AddWorker(std::make_unique<rpc::WorkerOf<QuoteGroup>>(quotes));
  host.AddWorker(std::make_unique<rpc::WorkerOf<GrantGroup>>(grants));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("compensation", &Bind);
}

}  // namespace redress::compensation
