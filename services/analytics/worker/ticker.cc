#include "services/analytics/worker/ticker.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"

namespace redress::analytics {

std::unique_ptr<rpc::Worker> MakeTicker(Figures& figures, const TimeSource& time, absl::Duration every) {
  return std::make_unique<rpc::Ticker>([&figures, &time, every, told = BusinessTime()]() mutable {
    const BusinessTime now = time.Now();
    if (now <= told) return every;
    if (const absl::Status status = figures.SetAsOf(now); status.ok()) {
      told = now;
    } else {
      obs::Log(obs::Level::kWarning, "time_not_told", {{"status", status}});
    }
    return every;
  });
}

}  // namespace redress::analytics
