#include "services/routing/worker/assigner.h"

#include "libs/obs/log.h"
#include "services/routing/app/timers.h"

namespace redress::routing {
namespace {

// After another replica was found at work: it may be over before it sees what woke us.
constexpr absl::Duration kLookAgainSoon = absl::Milliseconds(10);
constexpr absl::Duration kAfterFailure = absl::Seconds(1);

}  // namespace

void Assigner::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Assigner::Stop() {
  wakeup_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Assigner::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  while (wakeup_.WaitFor(pause)) pause = RunOnce();
}

absl::Duration Assigner::RunOnce() {
  const absl::StatusOr<int> released = RunTimers(context_);
  if (released.ok()) metrics_.released.Increment(*released);
  const absl::StatusOr<RoundResult> round = released.ok() ? AssignRound(context_) : released.status();
  if (!round.ok()) {
    obs::Log(obs::Level::kWarning, "assignment_failed", {{"status", round.status()}});
    return kAfterFailure;
  }
  Count(*round);
  metrics_.Refresh(context_.pool);
  if (round->more || *released >= kTimerBatch) return absl::ZeroDuration();
  return round->busy ? kLookAgainSoon : sweep_every_;
}

void Assigner::Count(const RoundResult& result) {
  metrics_.offered.Increment(result.offered);
  metrics_.lost.Increment(result.lost);
  for (const absl::Duration waited : result.waited) metrics_.time_to_offer.Observe(absl::ToDoubleSeconds(waited));
}

}  // namespace redress::routing
