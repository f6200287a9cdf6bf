// What outreach tells Prometheus beside the kit's own metrics. Thread safe.
#pragma once

#include <string>

#include "absl/strings/ascii.h"
#include "libs/obs/metrics.h"
#include "services/outreach/domain/notice.h"

namespace redress::outreach {

class OutreachMetrics {
 public:
  explicit OutreachMetrics(obs::Metrics& metrics)
      : applied(metrics.Counter("redress_outreach_events_applied_total", "Events of other services that were applied")),
        retries(metrics.Counter("redress_outreach_retries_total", "Attempts after which a notice is tried again")),
        duplicates(metrics.Counter("redress_outreach_possible_duplicates_total", "Notices that may have come twice")),
        oldest(metrics.Gauge("redress_outreach_oldest_waiting_seconds",
                             "How long the notice that is owed longest might have been sent (business time)")),
        latency(metrics.Histogram("redress_outreach_send_latency_seconds",
                                  "From when a notice might be sent until a provider has it (business time)", {},
                                  {0.1, 1, 5, 30, 60, 300, 900, 3'600, 14'400, 86'400})),
        metrics_(metrics) {}

  // Notices that came into a state, by kind and state.
  prometheus::Counter& Reached(NoticeKind kind, NoticeState state) {
    return metrics_.Counter("redress_outreach_notices_total", "Notices that reached a state, by kind and state",
                            {{"kind", std::string(Word(kind))}, {"state", std::string(Word(state))}});
  }
  // Notices that might be sent and are not yet, by kind.
  prometheus::Gauge& Waiting(NoticeKind kind) {
    return metrics_.Gauge("redress_outreach_notices_waiting", "Notices that might be sent and are not yet, by kind",
                          {{"kind", std::string(Word(kind))}});
  }

  prometheus::Counter& applied;
  prometheus::Counter& retries;
  prometheus::Counter& duplicates;
  prometheus::Gauge& oldest;
  prometheus::Histogram& latency;

 private:
  obs::Metrics& metrics_;
};

}  // namespace redress::outreach
