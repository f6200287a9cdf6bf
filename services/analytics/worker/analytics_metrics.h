// What analytics tells Prometheus beside the kit's own metrics. Thread safe.
#pragma once

#include "libs/obs/metrics.h"

namespace redress::analytics {

struct AnalyticsMetrics {
  explicit AnalyticsMetrics(obs::Metrics& metrics)
      : folded(metrics.Counter("redress_analytics_events_folded_total", "Events folded into facts")),
        rebuilds(metrics.Counter("redress_analytics_rebuilds_total", "Rebuilds that came to their end")),
        rebuild_differences(
            metrics.Counter("redress_analytics_rebuild_differences_total", "Facts that a rebuild found different")) {}

  prometheus::Counter& folded;
  prometheus::Counter& rebuilds;
  prometheus::Counter& rebuild_differences;
};

}  // namespace redress::analytics
