#include "services/sla/worker/timekeeper.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"
#include "services/sla/app/timers.h"

namespace redress::sla {

std::unique_ptr<rpc::Worker> MakeTimekeeper(const Context& context, SlaMetrics& metrics, absl::Duration sweep_every) {
  return std::make_unique<rpc::Ticker>([&context, &metrics, sweep_every] {
    const absl::StatusOr<TimerLook> look = RunTimers(context);
    const absl::Status failed = look.ok() ? look->failed : look.status();
    if (look.ok()) {
      metrics.Count(look->tended);
      metrics.timers_late.Set(absl::ToDoubleSeconds(look->late));
    }
    if (!failed.ok()) obs::Log(obs::Level::kWarning, "timers_failed", {{"status", failed}});
    return failed.ok() && look->more ? absl::ZeroDuration() : sweep_every;
  });
}

}  // namespace redress::sla
