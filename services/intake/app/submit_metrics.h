// What Prometheus is told about submissions. Thread safe.
#pragma once

#include <array>

#include "absl/status/status.h"
#include "libs/obs/metrics.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

enum class SubmitOutcome { kStored, kSameRequest, kSameMessage, kRequestIdReused, kInvalid, kQueueFull, kExpired, kFailed };
inline constexpr int kSubmitOutcomes = 8;

class SubmitMetrics {
 public:
  explicit SubmitMetrics(obs::Metrics& metrics);

  void Count(Channel channel, SubmitOutcome outcome);
  // What a refused submission counts as.
  static SubmitOutcome OutcomeOf(const absl::Status& status);
  void Batch(size_t complaints, absl::Duration commit);
  void QueueDepth(size_t waiting) { queue_depth_.Set(static_cast<double>(waiting)); }

 private:
  std::array<std::array<prometheus::Counter*, kSubmitOutcomes>, kChannelLast + 1> submits_{};
  prometheus::Histogram& batch_size_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Gauge& queue_depth_;
};

}  // namespace redress::intake
