#include "tools/platform/worker/reporter.h"

#include "libs/obs/log.h"
#include "tools/platform/app/operations.h"

namespace redress::platform {
namespace {

constexpr absl::Duration kAfterFailure = absl::Seconds(1);

}  // namespace

void Reporter::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Reporter::Stop() {
  wakeup_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Reporter::Loop() {
  for (absl::Duration pause = absl::ZeroDuration(); wakeup_.WaitFor(pause);) pause = RunOnce();
}

absl::Duration Reporter::RunOnce() {
  const absl::StatusOr<ReportRound> round = ReportSome(context_, requester_);
  if (!round.ok()) {
    obs::Log(obs::Level::kWarning, "ends_not_reported", {{"status", round.status()}});
    return kAfterFailure;
  }
  if (round->failed) return kAfterFailure;
  return round->told > 0 ? absl::ZeroDuration() : look_every_;
}

}  // namespace redress::platform
