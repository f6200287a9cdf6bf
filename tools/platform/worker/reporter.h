// The loop that tells one service of the ends of what it asked for: at once when something ended in this process, otherwise every
// so often, and after a pause where the service does not listen. One a service, so that one that is away keeps no other waiting.
#pragma once

#include <string>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "tools/platform/app/context.h"

namespace redress::platform {

class Reporter final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own; `requester` (`services/compensation`) has a listener in
  // `context`.
  Reporter(const Context& context, std::string requester, rpc::Wakeup& wakeup, absl::Duration look_every)
      : context_(context), requester_(std::move(requester)), wakeup_(wakeup), look_every_(look_every) {}
  void Start() override;
  void Stop() override;

 private:
  void Loop();
  // Some reports; how long to wait then.
  absl::Duration RunOnce();

  const Context& context_;
  const std::string requester_;
  rpc::Wakeup& wakeup_;
  const absl::Duration look_every_;
  std::thread thread_;
};

}  // namespace redress::platform
