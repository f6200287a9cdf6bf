// What routing tells Prometheus beside the kit's own metrics (calls, consumer lag): offers and how long they took, what is open.
// Thread safe but for Refresh, which one thread calls.
#pragma once

#include "libs/base/machine_time.h"
#include "libs/obs/metrics.h"
#include "libs/pg/pool.h"
#include "services/routing/app/assign_round.h"

namespace redress::routing {

struct RoutingMetrics {
  explicit RoutingMetrics(obs::Metrics& metrics);

  // Counts the offers of a round.
  void Count(const RoundResult& round);
  // Sets the gauges of open items by team and state, at most every five seconds; what fails is left for the next time.
  void Refresh(pg::Pool& pool);

  prometheus::Counter& offered;
  prometheus::Counter& lost;             // claims that another replica won
  prometheus::Counter& released;         // by timers
  prometheus::Counter& consumed;         // events of others that were applied
  prometheus::Histogram& time_to_offer;  // business seconds from receipt to offer

 private:
  obs::Metrics& metrics_;
  Deadline next_refresh_ = Deadline(MachineTime());
};

}  // namespace redress::routing
