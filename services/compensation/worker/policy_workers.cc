#include "services/compensation/worker/policy_workers.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"

namespace redress::compensation {

std::unique_ptr<rpc::Worker> MakePolicyFollower(const Policies& policies, absl::Duration every) {
  return std::make_unique<rpc::Ticker>([&policies, every] {
    const absl::Status status = policies.Refresh();
    if (!status.ok()) obs::Log(obs::Level::kWarning, "policies_not_read", {{"status", status}});
    return every;
  });
}

void Simulator::Start() {
  thread_ = std::thread([this] {
    absl::Duration pause = absl::ZeroDuration();
    while (wakeup_.WaitFor(pause)) pause = RunOnce();
  });
}

void Simulator::Stop() {
  wakeup_.Stop();
  thread_.join();
}

absl::Duration Simulator::RunOnce() {
  const absl::StatusOr<bool> ran = RunSimulation(context_, {}, [this] { return wakeup_.stopping(); });
  if (!ran.ok()) obs::Log(obs::Level::kWarning, "simulation_interrupted", {{"status", ran.status()}});
  return ran.ok() && *ran ? absl::ZeroDuration() : every_;
}

}  // namespace redress::compensation
