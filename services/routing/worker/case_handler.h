// Consumes what intake and casework say of cases, both by one consumer, so that neither is heard before what its author had heard
// of the other. Asks classification for predictions, and which team has a tag, before the transaction; makes work items of it all
// within, and offers what can be offered. A dependency that cannot be reached is waited for; an event that cannot be read is
// parked by the library.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/time.h"
#include "libs/events/consumer.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "services/routing/app/receive.h"
#include "services/routing/domain/case_fold.h"
#include "services/routing/worker/routing_metrics.h"

namespace redress::routing {

class CaseHandler final : public events::Handler {
 public:
  using BatchClassify =
      std::function<absl::StatusOr<classification::v1::BatchClassifyResponse>(const classification::v1::BatchClassifyRequest&)>;
  // The team of a tag. INVALID_ARGUMENT for a tag that the taxonomy does not have.
  using TeamOfTag = std::function<absl::StatusOr<std::string>(const Tag&)>;
  struct Classification {
    BatchClassify classify;
    TeamOfTag team_of;
  };
  // `wake` is called after a commit that leaves something to the assigner. `assigner`: see Receive. All must outlive the handler.
  CaseHandler(Classification classification, const TimeSource& time, std::function<void()> wake,
              RoutingMetrics* metrics = nullptr, const Context* assigner = nullptr)
      : classification_(std::move(classification)), time_(time), wake_(std::move(wake)), metrics_(metrics), assigner_(assigner) {}

  std::vector<std::string> Types() const override;
  absl::Status Prepare(absl::Span<const events::Event> events) override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  absl::Status Classify(std::vector<std::string> complaints);
  absl::Status FindTeam(const Tag& tag);
  // What is known of it by Prepare.
  void Complete(CaseMessage* message) const;

  const Classification classification_;
  const TimeSource& time_;
  const std::function<void()> wake_;
  RoutingMetrics* const metrics_;
  const Context* const assigner_;
  // Of the batch prepared last.
  absl::flat_hash_map<std::string, PredictionFacts> predictions_;  // by complaint number
  absl::flat_hash_map<std::string, std::string> teams_;            // by `L1/L2`
  // Of the batch applied last.
  Received received_;
};

// What an event means; nothing for one that changes no work item. INVALID_ARGUMENT, reason BAD_EVENT.
absl::StatusOr<absl::optional<CaseMessage>> CaseMessageOf(const events::Event& event);
PredictionFacts FactsOf(const classification::v1::Prediction& prediction);

}  // namespace redress::routing
