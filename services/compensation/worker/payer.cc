#include "services/compensation/worker/payer.h"

#include "libs/obs/log.h"
#include "services/compensation/app/pay.h"

namespace redress::compensation {
namespace {

constexpr absl::Duration kAfterFailure = absl::Seconds(1);

}  // namespace

void Payer::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Loop(); });
}

void Payer::Stop() {
  wakeup_.Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Payer::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  while (wakeup_.WaitFor(pause)) pause = RunOnce();
}

absl::Duration Payer::RunOnce() {
  const absl::StatusOr<PayResult> result = PayRound(context_, [this] { return wakeup_.stopping(); });
  if (!result.ok()) {
    obs::Log(obs::Level::kWarning, "payment_round_failed", {{"status", result.status()}});
    return kAfterFailure;
  }
  if (const absl::Status given = GiveBack(context_, result->left); !given.ok()) {
    obs::Log(obs::Level::kWarning, "asks_not_given_back", {{"status", given}});
  }
  metrics_.settled.Increment(result->settled);
  metrics_.unknown.Increment(result->unknown);
  return result->asked >= context_.asks.batch ? absl::ZeroDuration() : options_.sweep_every;
}

}  // namespace redress::compensation
