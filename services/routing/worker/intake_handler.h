// Consumes intake's events: asks classification for the predictions of a batch before the transaction, makes work items of them
// within it. A dependency that cannot be reached is waited for; an event that cannot be read is parked by the library.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/time.h"
#include "libs/events/consumer.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "services/routing/domain/intake_fold.h"
#include "services/routing/worker/routing_metrics.h"

namespace redress::routing {

class IntakeHandler final : public events::Handler {
 public:
  using BatchClassify =
      std::function<absl::StatusOr<classification::v1::BatchClassifyResponse>(const classification::v1::BatchClassifyRequest&)>;
  // `wake` is called after each commit. All must outlive the handler.
  IntakeHandler(BatchClassify classify, const TimeSource& time, std::function<void()> wake, RoutingMetrics* metrics = nullptr)
      : classify_(std::move(classify)), time_(time), wake_(std::move(wake)), metrics_(metrics) {}

  std::vector<std::string> Types() const override;
  absl::Status Prepare(absl::Span<const events::Event> events) override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  const BatchClassify classify_;
  const TimeSource& time_;
  const std::function<void()> wake_;
  RoutingMetrics* const metrics_;
  absl::flat_hash_map<std::string, PredictionFacts> predictions_;  // of the batch prepared last, by complaint number
};

// What an event means; nothing for one that changes no work item. INVALID_ARGUMENT, reason BAD_EVENT.
absl::StatusOr<absl::optional<CaseInput>> CaseInputOf(const events::Event& event);
PredictionFacts FactsOf(const classification::v1::Prediction& prediction);

}  // namespace redress::routing
