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
  if (!ended.ok()) {
    obs::Log(obs::Level::kWarning, "operations_not_ended", {{"status", ended.status()}});
    return kAfterFailure;
  }
  if (*ended > 0) context_.wake();  // for those who report
  return look_every_;
}

}  // namespace redress::platform
