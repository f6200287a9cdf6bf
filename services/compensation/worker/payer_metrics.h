// What compensation tells Prometheus beside the kit's own metrics: what the payer learnt. Thread safe.
#pragma once

#include "libs/obs/metrics.h"

namespace redress::compensation {

struct PayerMetrics {
  explicit PayerMetrics(obs::Metrics& metrics)
      : settled(
            metrics.Counter("redress_compensation_grants_settled_total", "Grants whose outcome the platform told when asked")),
        unknown(metrics.Counter("redress_compensation_outcomes_unknown_total", "Questions to the platform that taught nothing")) {
  }

  prometheus::Counter& settled;
  prometheus::Counter& unknown;
};

}  // namespace redress::compensation
