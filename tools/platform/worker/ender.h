// The loop behind the calls: ends operations whose time has come. Looks at once when it is woken, and otherwise every so often,
// which is how it hears of business time and of other replicas.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "tools/platform/app/context.h"

namespace redress::platform {

class Ender final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own.
  Ender(const Context& context, rpc::Wakeup& wakeup, absl::Duration look_every)
      : context_(context), wakeup_(wakeup), look_every_(look_every) {}
  void Start() override;
  void Stop() override;
  void TimeStepped() override { wakeup_.Wake(); }

 private:
  void Loop();
  // Everything that can be done now; how long to wait then.
  absl::Duration RunOnce();

  const Context& context_;
  rpc::Wakeup& wakeup_;
  const absl::Duration look_every_;
  std::thread thread_;
};

}  // namespace redress::platform
