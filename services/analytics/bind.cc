#include "services/analytics/bind.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/backing.h"
#include "libs/events/rpc/grpc_feed_reader.h"
#include "services/analytics/rpc/analytics_handler.h"
#include "services/analytics/store/kpi_file.h"
#include "services/analytics/store/migrations.h"
#include "services/analytics/store/shadow.h"
#include "services/analytics/worker/fold_handler.h"
#include "services/analytics/worker/reading.h"
#include "services/analytics/worker/rebuilder.h"
#include "services/analytics/worker/ticker.h"

namespace redress::analytics {
namespace {

constexpr int kRebuildConnections = 2;

// Whose logs are folded. One that does not run yet is waited for and holds up nobody.
absl::StatusOr<std::vector<std::string>> SourcesOf(const std::string& list) {
  std::vector<std::string> sources;
  for (const absl::string_view word : absl::StrSplit(list, ',')) {
    sources.emplace_back(absl::StripAsciiWhitespace(word));
    if (MeaningsOf(sources.back()).empty()) {
      return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_SOURCE",
                   "analytics.sources names what says nothing that is folded");
    }
  }
  return sources;
}

events::FeedReader& FeedOf(const std::vector<std::string>& sources, rpc::Host& host) {
  std::vector<events::RoutedFeedReader::Route> routes;
  routes.reserve(sources.size());
  for (const std::string& source : sources) {
    routes.emplace_back(source, &host.Make<events::GrpcFeedReader>(host.Peer(source)));
  }
  return host.Make<events::RoutedFeedReader>(std::move(routes));
}

void AddRebuilder(const Config& config, rpc::Host& host, rpc::Wakeup& wakeup, AnalyticsMetrics& metrics,
                  RebuilderOptions rebuilder) {
  pg::PoolOptions options = events::PoolOptionsOf(host, config.pg);
  options.size = kRebuildConnections;
  options.statement_timeout = absl::ZeroDuration();  // a swap of everything takes its time
  rebuilder.look_every = config.analytics.look_every;
  rebuilder.lease = config.analytics.rebuild_lease;
  events::FeedReader& feed = FeedOf(rebuilder.sources, host);
  host.AddWorker(
      std::make_unique<Rebuilder>(host.Make<pg::Pool>(options), feed, host.time(), wakeup, metrics, std::move(rebuilder)));
}

}  // namespace

absl::Status Bind(const Config& config, rpc::Host& host) {
  ASSIGN_OR_RETURN(KpiPolicy read, LoadKpiFile(config.analytics.kpi_file));
  ASSIGN_OR_RETURN(const std::vector<std::string> sources, SourcesOf(config.analytics.sources));
  const auto& policy = host.Make<KpiPolicy>(std::move(read));
  pg::Pool& pool = host.Make<pg::Pool>(events::PoolOptionsOf(host, config.pg));
  events::Spine& spine = events::MakeSpine(host, pool, config.redis, Migrations());

  auto& figures = host.Make<Figures>(pool);
  host.AddSetup("figures", [&figures, &policy, zone = config.analytics.time_zone] { return figures.SetUp(policy, zone); });
  auto& metrics = host.Make<AnalyticsMetrics>(host.metrics());
  for (const std::string& source : sources) {
    // Nobody waits for a figure: in a rush the folds leave the machine to those whom a customer waits for, and take much at once.
    spine.AddConsumer(host.Make<FoldHandler>(source, metrics),
                      {.name = ConsumerOf(source), .sources = {source}, .linger = absl::Milliseconds(200)});
  }
  host.AddWorker(MakeTicker(figures, host.time(), config.analytics.look_every));
  auto& wakeup = host.Make<rpc::Wakeup>();
  AddRebuilder(config, host, wakeup, metrics, {.sources = sources, .partitions = events::SpineOptions().partitions});
  host.AddService<v1::AnalyticsService>(host.Make<AnalyticsHandler>(
      host.edge(), AnalyticsHandler::Parts{pool, figures, policy, config.analytics.time_zone, host.time(), wakeup}));
  return absl::OkStatus();
}

rpc::ServiceDefinition Definition() {
  return rpc::Define<Config>("analytics", &Bind);
}

}  // namespace redress::analytics
