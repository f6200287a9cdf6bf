#include "services/classification/worker/model_follower.h"

#include "libs/obs/log.h"
#include "libs/rpc/ticker.h"

namespace redress::classification {

std::unique_ptr<rpc::Worker> MakeModelFollower(ModelDesk& desk, absl::Duration every) {
  return std::make_unique<rpc::Ticker>([&desk, every, said = false]() mutable {
    const absl::Status status = desk.Follow();
    // Once for each time that it begins to fail: it is looked again every second.
    if (!status.ok() && !said) obs::Log(obs::Level::kWarning, "model_not_followed", {{"status", status}});
    said = !status.ok();
    return every;
  });
}

}  // namespace redress::classification
