// What casework tells Prometheus beside the kit's own metrics. Thread safe.
#pragma once

#include "libs/obs/metrics.h"

namespace redress::casework {

struct CaseworkMetrics {
  explicit CaseworkMetrics(obs::Metrics& metrics)
      : executions(metrics.Counter("redress_casework_executions_total", "Times that a case was taken up to be carried out")),
        timers(metrics.Counter("redress_casework_deadlines_total", "Cases in which a deadline decided something")),
        applied(metrics.Counter("redress_casework_events_applied_total", "Events of other services that were applied")) {}

  prometheus::Counter& executions;
  prometheus::Counter& timers;
  prometheus::Counter& applied;
};

}  // namespace redress::casework
