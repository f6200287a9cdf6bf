#include "services/casework/worker/timekeeper.h"

#include "libs/obs/log.h"
#include "services/casework/app/timers.h"

namespace redress::casework {

void Timekeeper::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Timekeeper::Stop() {
  stopper_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Timekeeper::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  DuePlace place;
  while (!stopper_.WaitFor(pause)) {
    const absl::StatusOr<int> fired = RunTimers(context_, &place);
    if (fired.ok()) metrics_.timers.Increment(*fired);
    if (!fired.ok()) obs::Log(obs::Level::kWarning, "deadlines_failed", {{"status", fired.status()}});
    pause = fired.ok() && !place.number.empty() ? absl::ZeroDuration() : sweep_every_;
  }
}

}  // namespace redress::casework
