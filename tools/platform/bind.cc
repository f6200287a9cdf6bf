#include "tools/platform/bind.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/pace_service.h"
#include "libs/pg/migrate.h"
#include "tools/platform/rpc/control_handler.h"
#include "tools/platform/rpc/platform_handler.h"
#include "tools/platform/rpc/report_clients.h"
#include "tools/platform/store/migrations.h"
#include "tools/platform/store/operation_store.h"
#include "tools/platform/worker/ender.h"
#include "tools/platform/worker/reporter.h"

namespace redress::platform {
namespace {

constexpr char kSchema[] = "platform";
// Whose tokens its calls carry: a back end's, as a real shop's do.
constexpr char kSubject[] = "backends/platform";
constexpr char kRole[] = "BACKEND";

pg::Pool& MakePool(const Config& config, rpc::Host& host) {
  pg::PoolOptions options;
  options.connection = config.pg.connection;
  options.schema = kSchema;
  options.size = config.pg.pool_size;
  options.generic_plans = true;
  auto& pool = host.Make<pg::Pool>(options);
  host.AddSetup("schema", [&pool] { return pg::Migrate(pool.options().connection, pool.schema(), Migrations()); });
  host.AddDependencyCheck("postgres", [&pool] { return pool.Ping(); });
  return pool;
}

// The loops behind the calls, all woken together.
void AddWorkers(const Config& config, rpc::Host& host, Context& context) {
  const absl::Duration look_every = config.platform.look_every;
  std::vector<rpc::Wakeup*> wakeups;
  const auto make = [&]() -> rpc::Wakeup& { return *wakeups.emplace_back(&host.Make<rpc::Wakeup>()); };
  host.AddWorker(std::make_unique<Ender>(context, make(), look_every));
  for (const auto& [requester, listener] : context.listeners) {
    host.AddWorker(std::make_unique<Reporter>(context, requester, make(), look_every));
  }
  context.wake = [wakeups = std::move(wakeups)] {
    for (rpc::Wakeup* const wakeup : wakeups) wakeup->Wake();
  };
}

// When pending operations end, and the reports that are owed.
absl::StatusOr<events::PaceFacts> ReadPace(pg::Pool& pool) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    const OperationPace pace = ReadOperationPace(transaction);
    facts.next_due = pace.next_due;
    facts.pending.clear();
    facts.Add("reports_owed", pace.reports_due);
    return absl::OkStatus();
  }));
  return facts;
}

}  // namespace

absl::Status BindWith(const Config& config, rpc::Host& host, std::map<std::string, Listener*> listeners) {
  host.CallAs(kSubject, kRole);
  for (const absl::string_view name : absl::StrSplit(config.platform.report_to, ',', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(std::unique_ptr<Listener> listener, MakeReportClient(absl::StripAsciiWhitespace(name), host));
    listeners[absl::StrCat("services/", absl::StripAsciiWhitespace(name))] = &host.Own(std::move(listener));
  }
  pg::Pool& pool = MakePool(config, host);
  auto& faults = host.Make<FaultBoard>();
  auto& context = host.Own(
      std::make_unique<Context>(Context{pool, host.time(), faults, config.platform.end_after, std::move(listeners), [] {}}));
  AddWorkers(config, host, context);
  events::PaceService::Of(host).ServeFacts(host.service(), [&pool] { return ReadPace(pool); });
  host.AddService<v1::PlatformService>(host.Make<PlatformHandler>(host.edge(), context));
  host.AddService<control::v1::ControlService>(host.Make<ControlHandler>(host.edge(), context));
  return absl::OkStatus();
}

absl::Status Bind(const Config& config, rpc::Host& host) {
  return BindWith(config, host, {});
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("platform", &Bind);
}

}  // namespace redress::platform
