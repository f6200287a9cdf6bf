#include "services/compensation/bind.h"

#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/rpc/spine.h"
#include "services/compensation/app/pace.h"
#include "services/compensation/app/policy_file.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/platform_shop.h"
#include "services/compensation/store/migrations.h"

namespace redress::compensation {
namespace {

constexpr char kSchema[] = "compensation";

pg::Pool& MakePool(const Config& config, rpc::Host& host, int size) {
  pg::PoolOptions options;
  options.connection = config.pg.connection;
  options.schema = kSchema;
  options.size = size;
  return host.Make<pg::Pool>(options);
}

events::Spine& MakeSpine(const Config& config, rpc::Host& host, pg::Pool& pool) {
  events::SpineOptions options;
  options.redis.address = config.redis.address;
  options.migrations = Migrations();
  return host.Make<events::Spine>(host, pool, options);
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(RulePolicy read, LoadPolicyFile(config.compensation.policy_file));
  const auto& policy = host.Make<RulePolicy>(std::move(read));
  pg::Pool& pool = MakePool(config, host, config.pg.pool_size);
  events::Spine& spine = MakeSpine(config, host, pool);

  auto& shop = host.Make<PlatformShop>(host.Peer("platform"), config.compensation.ask_timeout);
  auto& wakeup = host.Make<rpc::Wakeup>(config.compensation.payer_threads);
  auto& metrics = host.Make<PayerMetrics>(host.metrics());
  const auto context_on = [&](pg::Pool& connections) -> const Context& {
    return host.Own(
        std::make_unique<Context>(Context{connections, host.time(), policy, shop, config.compensation.ToAskPolicy(),
                                          [&spine](auto events) { spine.Committed(events); }, [&wakeup] { wakeup.Wake(); },
                                          [&metrics] { metrics.contradicted.Increment(); }}));
  };
  // Paying has connections of its own: a rush of callers never makes those wait who were promised something.
  const Context& paying = context_on(MakePool(config, host, config.compensation.payer_threads));
  const PayerOptions payer{config.compensation.payer_threads, config.compensation.sweep_every};
  spine.OnPace([&paying] { return ReadPace(paying); });
  host.AddWorker(std::make_unique<Payer>(paying, wakeup, metrics, payer));
  host.AddService<v1::CompensationService>(
      host.Make<CompensationHandler>(host.edge(), context_on(pool), config.compensation.platform_subject));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("compensation", &Bind);
}

}  // namespace redress::compensation
