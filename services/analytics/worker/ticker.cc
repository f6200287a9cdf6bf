#include "services/analytics/worker/ticker.h"

#include "libs/obs/log.h"

namespace redress::analytics {

void Ticker::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Ticker::Stop() {
  wakeup_.Stop();
  thread_.join();
}

void Ticker::Loop() {
  BusinessTime told;
  do {
    const BusinessTime now = time_.Now();
    if (now <= told) continue;
    if (const absl::Status status = figures_.SetAsOf(now); status.ok()) {
      told = now;
    } else {
      obs::Log(obs::Level::kWarning, "time_not_told", {{"status", status}});
    }
  } while (wakeup_.WaitFor(every_));
}

}  // namespace redress::analytics
