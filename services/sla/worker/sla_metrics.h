// What sla tells Prometheus beside the kit's own metrics. Thread safe.
#pragma once

#include "libs/obs/metrics.h"
#include "services/sla/app/tend.h"

namespace redress::sla {

class SlaMetrics {
 public:
  explicit SlaMetrics(obs::Metrics& metrics);

  // After the commit of what was said.
  void Count(const Tended& tended);

  prometheus::Counter& applied;
  prometheus::Gauge& timers_late;

 private:
  obs::Metrics& metrics_;
};

}  // namespace redress::sla
