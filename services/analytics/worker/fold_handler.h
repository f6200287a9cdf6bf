// Consumes what one source says and folds it into its tables of facts. One handler and one consumer a source: none waits for
// another source's service, and since no two write the same table, none for its order either.
#pragma once

#include <string>
#include <vector>

#include "libs/events/consumer.h"
#include "services/analytics/worker/analytics_metrics.h"

namespace redress::analytics {

class FoldHandler final : public events::Handler {
 public:
  // `metrics` must outlive the handler.
  FoldHandler(std::string source, AnalyticsMetrics& metrics) : source_(std::move(source)), metrics_(metrics) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override {
    metrics_.folded.Increment(static_cast<double>(events.size()));
  }

 private:
  const std::string source_;
  AnalyticsMetrics& metrics_;
};

}  // namespace redress::analytics
