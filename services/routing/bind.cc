#include "services/routing/bind.h"

#include <memory>

#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "services/routing/app/pace.h"
#include "services/routing/app/roster.h"
#include "services/routing/rpc/routing_handler.h"
#include "services/routing/store/migrations.h"
#include "services/routing/store/people_store.h"
#include "services/routing/worker/assigner.h"
#include "services/routing/worker/case_handler.h"

namespace redress::routing {
namespace {

using classification::v1::ClassificationService;

constexpr absl::Duration kTaxonomyPatience = absl::Seconds(10);
// Whatever its size, a batch reads all agents, and touches most partitions of the log.
constexpr int kBatch = 512;

CaseHandler::BatchClassify ClassifyBy(rpc::Client<ClassificationService>& client) {
  return [&client](const classification::v1::BatchClassifyRequest& request) {
    return client.Call(&ClassificationService::Stub::BatchClassify, request, {.timeout = absl::Seconds(30)});
  };
}

TaxonomyCache::Fetch TaxonomyBy(rpc::Client<ClassificationService>& client) {
  return [&client](Deadline deadline) {
    return client.Call(&ClassificationService::Stub::GetTaxonomy, classification::v1::GetTaxonomyRequest(),
                       {.deadline = deadline});
  };
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(const std::vector<Team> teams, LoadTeamsFile(config.routing.roster_file));
  pg::Pool& pool = host.Make<pg::Pool>(events::PoolOptionsOf(host, config.pg));
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());
  host.AddSetup("teams", [&pool, teams] {
    return pool.Transact([&](pqxx::work& transaction) {
      SeedTeams(transaction, teams);
      return absl::OkStatus();
    });
  });

  auto& wakeup = host.Make<rpc::Wakeup>();
  auto& metrics = host.Make<RoutingMetrics>(host.metrics());
  const auto wake = [&wakeup] { wakeup.Wake(); };
  auto& context = host.Own(std::make_unique<Context>(
      Context{pool, host.time(), config.routing.ToPolicy(), [&spine](auto events) { spine.Committed(events); }, wake}));

  auto& client = host.Make<rpc::Client<ClassificationService>>(host.Peer("classification"));
  auto& taxonomy = host.Make<TaxonomyCache>(TaxonomyBy(client));
  const auto team_of = [&taxonomy](const Tag& tag) { return taxonomy.TeamOf(tag, Deadline::After(kTaxonomyPatience)); };
  auto& handler =
      host.Make<CaseHandler>(CaseHandler::Classification{ClassifyBy(client), team_of}, host.time(), wake, &metrics, &context);
  spine.AddConsumer(handler, {.name = "routing", .sources = {"intake", "casework"}, .batch = kBatch});
  spine.OnPace([&context] { return ReadPace(context); });
  host.AddWorker(std::make_unique<Assigner>(context, wakeup, metrics, config.routing.sweep_every));

  host.AddService<v1::RoutingService>(host.Make<RoutingHandler>(host.edge(), context, taxonomy));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("routing", &Bind);
}

}  // namespace redress::routing
