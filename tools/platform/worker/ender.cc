#include "tools/platform/worker/ender.h"

#include "libs/obs/log.h"
#include "tools/platform/app/operations.h"

namespace redress::platform {
namespace {

constexpr absl::Duration kAfterFailure = absl::Seconds(1);

}  // namespace

void Ender::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Ender::Stop() {
  wakeup_.Stop();
  if (thread_.joinable()) thread_.join();
}

void Ender::Loop() {
  for (absl::Duration pause = absl::ZeroDuration(); wakeup_.WaitFor(pause);) pause = RunOnce();
}

absl::Duration Ender::RunOnce() {
  const absl::StatusOr<int> ended = EndDueOperations(context_);
  const absl::StatusOr<ReportRound> round = ended.ok() ? ReportSome(context_) : ended.status();
  if (!round.ok()) {
    obs::Log(obs::Level::kWarning, "operations_not_ended", {{"status", round.status()}});
    return kAfterFailure;
  }
  if (round->failed > 0) return kAfterFailure;
  return round->told > 0 ? absl::ZeroDuration() : look_every_;
}

}  // namespace redress::platform
