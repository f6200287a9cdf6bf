// What compensation tells Prometheus beside the kit's own metrics: what was learnt from the platform. Thread safe.
#pragma once

#include "libs/obs/metrics.h"

namespace redress::compensation {

struct PayerMetrics {
  explicit PayerMetrics(obs::Metrics& metrics)
      : settled(
            metrics.Counter("redress_compensation_grants_settled_total", "Grants whose outcome the platform told when asked")),
        unknown(metrics.Counter("redress_compensation_outcomes_unknown_total", "Questions to the platform that taught nothing")),
        contradicted(metrics.Counter("redress_compensation_outcomes_contradicted_total",
                                     "Outcomes, told or asked for, that contradict what is known")) {}

  prometheus::Counter& settled;
  prometheus::Counter& unknown;
  prometheus::Counter& contradicted;
};

}  // namespace redress::compensation
