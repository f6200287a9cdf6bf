#include "services/routing/worker/routing_metrics.h"

#include "services/routing/store/queue_store.h"

namespace redress::routing {
namespace {

// As often as Prometheus asks (deploy/prometheus): all that is open is counted each time.
constexpr absl::Duration kRefreshEvery = absl::Seconds(5);

}  // namespace

RoutingMetrics::RoutingMetrics(obs::Metrics& metrics)
    : offered(metrics.Counter("redress_routing_offers_total", "Offers made")),
      lost(metrics.Counter("redress_routing_claims_lost_total", "Offers that were planned and lost to another replica")),
      released(metrics.Counter("redress_routing_timer_releases_total", "Items that timers returned to the queue")),
      consumed(metrics.Counter("redress_routing_events_applied_total", "Events of intake and casework that were applied")),
      time_to_offer(metrics.Histogram("redress_routing_time_to_offer_seconds", "Business time from receipt to offer", {},
                                      {.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400})),
      metrics_(metrics) {}

void RoutingMetrics::Count(const RoundResult& round) {
  offered.Increment(round.offered);
  lost.Increment(round.lost);
  for (const absl::Duration waited : round.waited) time_to_offer.Observe(absl::ToDoubleSeconds(waited));
}

void RoutingMetrics::Refresh(pg::Pool& pool) {
  if (!next_refresh_.Expired()) return;
  next_refresh_ = Deadline::After(kRefreshEvery);
  pool.Read([&](pqxx::transaction_base& transaction) {
        for (const QueueDepth& depth : CountOpen(transaction)) {
          const auto set = [&](const char* state, int count) {
            metrics_.Gauge("redress_routing_open_items", "Work items by team and state", {{"team", depth.team}, {"state", state}})
                .Set(count);
          };
          set("QUEUED", depth.queued), set("OFFERED", depth.offered), set("ACCEPTED", depth.accepted);
        }
        return absl::OkStatus();
      })
      .IgnoreError();
}

}  // namespace redress::routing
