// The loop that keeps work moving: timers, then rounds of the assigner, at once when something changed in this process (a new
// item, a free place, presence, people) and otherwise at every sweep, which is how it hears of other replicas and of time.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/obs/metrics.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "services/routing/app/assign_round.h"
#include "services/routing/app/context.h"
#include "services/routing/worker/routing_metrics.h"

namespace redress::routing {

class Assigner final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own.
  Assigner(const Context& context, rpc::Wakeup& wakeup, RoutingMetrics& metrics, absl::Duration sweep_every)
      : context_(context), wakeup_(wakeup), metrics_(metrics), sweep_every_(sweep_every) {}
  void Start() override;
  void Stop() override;
  void TimeStepped() override { wakeup_.Wake(); }

 private:
  void Loop();
  // Everything that can be done now. The time after which to look again.
  absl::Duration RunOnce();
  // After a round that took so long: lets items come for a while, whoever wakes. The time after which to look again: none.
  absl::Duration Gather(absl::Duration took);

  const Context& context_;
  rpc::Wakeup& wakeup_;
  RoutingMetrics& metrics_;
  const absl::Duration sweep_every_;
  std::thread thread_;
};

}  // namespace redress::routing
