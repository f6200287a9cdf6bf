#include "services/routing/worker/assigner.h"

#include <algorithm>

#include "libs/base/machine_time.h"
#include "libs/obs/log.h"
#include "services/routing/app/timers.h"

namespace redress::routing {
namespace {

// After another replica was found at work: it may be over before it sees what woke us.
constexpr absl::Duration kLookAgainSoon = absl::Milliseconds(10);
constexpr absl::Duration kAfterFailure = absl::Seconds(1);
// A round reads all agents, however few items it has. In a rush the next one lets more of these come: for twice as long as this
// one took, so that it is no more than a third of the time.
constexpr int kRushOffers = 64;
constexpr absl::Duration kGatherMax = absl::Milliseconds(250);

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
  const MachineTime begun = MachineClock::Now();
  const absl::StatusOr<int> released = RunTimers(context_);
  if (released.ok()) metrics_.released.Increment(*released);
  const absl::StatusOr<RoundResult> round = released.ok() ? AssignRound(context_) : released.status();
  if (!round.ok()) {
    obs::Log(obs::Level::kWarning, "assignment_failed", {{"status", round.status()}});
    return kAfterFailure;
  }
  metrics_.Count(*round);
  metrics_.Refresh(context_.pool);
  if (round->more || *released >= kTimerBatch) return absl::ZeroDuration();
  if (round->offered >= kRushOffers) return Gather(MachineClock::Now() - begun);
  return round->busy ? kLookAgainSoon : sweep_every_;
}

absl::Duration Assigner::Gather(absl::Duration took) {
  const MachineTime end = MachineClock::Now() + std::min(2 * took, kGatherMax);
  while (MachineClock::Now() < end) {
    if (!wakeup_.WaitFor(end - MachineClock::Now())) break;  // WaitFor says so again
  }
  return absl::ZeroDuration();
}

}  // namespace redress::routing
