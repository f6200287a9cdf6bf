#include "services/sla/bind.h"

#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "services/sla/app/pace.h"
#include "services/sla/app/policy_book.h"
#include "services/sla/rpc/sla_handler.h"
#include "services/sla/store/migrations.h"
#include "services/sla/worker/event_handler.h"
#include "services/sla/worker/timekeeper.h"

namespace redress::sla {

namespace {

// Whatever its size, a batch touches most partitions of the log.
constexpr int kBatch = 512;

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(PolicyDocument document, ReadPolicyFiles(config.sla.policy_file, config.sla.calendars_file));
  ASSIGN_OR_RETURN(std::unique_ptr<PolicyBook> book, PolicyBook::Make(std::move(document)));
  PolicyBook& policies = host.Own(std::move(book));
  pg::PoolOptions pool_options = events::PoolOptionsOf(host, config.pg);
  // Cases, facts and clocks are found by arrays of numbers; lists are put together as they are asked.
  pool_options.generic_plans = true;
  pg::Pool& pool = host.Make<pg::Pool>(std::move(pool_options));
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());
  host.AddSetup("policy", [&policies, &pool] { return policies.Keep(pool); });

  auto& metrics = host.Make<SlaMetrics>(host.metrics());
  auto& context = host.Own(
      std::make_unique<Context>(Context{pool, host.time(), policies, [&spine](auto events) { spine.Committed(events); }}));
  auto& handler = host.Make<EventHandler>(context, metrics);
  spine.AddConsumer(handler,
                    {.name = "sla", .sources = {"intake", "routing", "casework", "compensation", "outreach"}, .batch = kBatch});
  spine.OnPace([&context] { return ReadPace(context); });
  host.AddWorker(MakeTimekeeper(context, metrics, config.sla.sweep_every));
  host.AddService<v1::SlaService>(host.Make<SlaHandler>(host.edge(), context));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("sla", &Bind);
}

}  // namespace redress::sla
