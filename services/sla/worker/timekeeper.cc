#include "services/sla/worker/timekeeper.h"

#include "libs/obs/log.h"
#include "services/sla/app/timers.h"

namespace redress::sla {

void Timekeeper::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Timekeeper::Stop() {
  stopper_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Timekeeper::Loop() {
  absl::Duration pause = absl::ZeroDuration();
  while (!stopper_.WaitFor(pause)) {
    const absl::StatusOr<TimerLook> look = RunTimers(context_);
    const absl::Status failed = look.ok() ? look->failed : look.status();
    if (look.ok()) {
      metrics_.Count(look->tended);
      metrics_.timers_late.Set(absl::ToDoubleSeconds(look->late));
    }
    if (!failed.ok()) obs::Log(obs::Level::kWarning, "timers_failed", {{"status", failed}});
    pause = failed.ok() && look->more ? absl::ZeroDuration() : sweep_every_;
  }
}

}  // namespace redress::sla
