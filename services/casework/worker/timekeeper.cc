#include "services/casework/worker/timekeeper.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"
#include "services/casework/app/timers.h"

namespace redress::casework {

std::unique_ptr<rpc::Worker> MakeTimekeeper(const Context& context, CaseworkMetrics& metrics, absl::Duration sweep_every) {
  return std::make_unique<rpc::Ticker>([&context, &metrics, sweep_every, place = DuePlace()]() mutable {
    const absl::StatusOr<int> fired = RunTimers(context, &place);
    if (fired.ok()) metrics.timers.Increment(*fired);
    if (!fired.ok()) obs::Log(obs::Level::kWarning, "deadlines_failed", {{"status", fired.status()}});
    return fired.ok() && !place.number.empty() ? absl::ZeroDuration() : sweep_every;
  });
}

}  // namespace redress::casework
