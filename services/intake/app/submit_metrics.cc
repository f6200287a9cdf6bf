#include "services/intake/app/submit_metrics.h"

#include <string>

#include "libs/base/error.h"

namespace redress::intake {
namespace {

constexpr std::array<const char*, kChannelLast + 1> kChannels = {"UNKNOWN", "APP",   "WEB",    "PLATFORM_ENTRY", "CHAT",
                                                                 "HOTLINE", "EMAIL", "SOCIAL", "STORE",          "REGULATOR"};
constexpr std::array<const char*, kSubmitOutcomes> kOutcomes = {"stored",  "same_request", "same_message", "request_id_reused",
                                                                "invalid", "queue_full",   "expired",      "failed"};

}  // namespace

SubmitMetrics::SubmitMetrics(obs::Metrics& metrics)
    : batch_size_(metrics.Histogram("redress_intake_batch_complaints", "Complaints committed together", {},
                                    {1, 2, 4, 8, 16, 32, 64, 128})),
      commit_seconds_(metrics.Histogram("redress_intake_commit_seconds", "Time of the database call of a batch")),
      queue_depth_(metrics.Gauge("redress_intake_queue_complaints", "Submissions that wait for a commit")) {
  for (size_t channel = 0; channel < submits_.size(); ++channel) {
    for (size_t outcome = 0; outcome < kOutcomes.size(); ++outcome) {
      submits_[channel][outcome] = &metrics.Counter("redress_intake_submits_total", "Submissions by channel and outcome",
                                                    {{"channel", kChannels[channel]}, {"outcome", kOutcomes[outcome]}});
    }
  }
}

void SubmitMetrics::Count(Channel channel, SubmitOutcome outcome) {
  submits_.at(static_cast<size_t>(channel)).at(static_cast<size_t>(outcome))->Increment();
}

SubmitOutcome SubmitMetrics::OutcomeOf(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (reason == "REQUEST_ID_REUSED") return SubmitOutcome::kRequestIdReused;
  if (reason == "QUEUE_FULL") return SubmitOutcome::kQueueFull;
  if (status.code() == absl::StatusCode::kInvalidArgument) return SubmitOutcome::kInvalid;
  if (status.code() == absl::StatusCode::kDeadlineExceeded) return SubmitOutcome::kExpired;
  return SubmitOutcome::kFailed;
}

void SubmitMetrics::Batch(size_t complaints, absl::Duration commit) {
  batch_size_.Observe(static_cast<double>(complaints));
  commit_seconds_.Observe(absl::ToDoubleSeconds(commit));
}

}  // namespace redress::intake
