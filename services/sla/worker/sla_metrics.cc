#include "services/sla/worker/sla_metrics.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace redress::sla {

SlaMetrics::SlaMetrics(obs::Metrics& metrics)
    : applied(metrics.Counter("redress_sla_events_applied_total", "Events of other services that were applied")),
      timers_late(metrics.Gauge("redress_sla_timers_late_seconds", "Business time by which the first timer is overdue")),
      metrics_(metrics) {}

void SlaMetrics::Count(const Tended& tended) {
  for (const Saying& saying : tended.sayings) {
    const std::string kind(Word(saying.kind));
    switch (saying.moment.kind) {
      case MomentKind::kStarted:
        metrics_.Counter("redress_sla_clocks_started_total", "Clocks that began to run", {{"kind", kind}}).Increment();
        break;
      case MomentKind::kWarned:
        metrics_
            .Counter("redress_sla_clocks_warned_total", "Warnings given",
                     {{"kind", kind}, {"percent", absl::StrCat(saying.moment.percent)}})
            .Increment();
        break;
      case MomentKind::kBreached:
        metrics_.Counter("redress_sla_clocks_breached_total", "Clocks whose time ran out", {{"kind", kind}}).Increment();
        break;
      case MomentKind::kStopped:
        metrics_
            .Counter("redress_sla_clocks_stopped_total", "Clocks whose promise was kept, in time or late",
                     {{"kind", kind}, {"met", saying.moment.met ? "true" : "false"}})
            .Increment();
        break;
      default:
        break;
    }
  }
}

}  // namespace redress::sla
