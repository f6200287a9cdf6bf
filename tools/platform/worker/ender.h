// The loop behind the calls: ends operations whose time has come, then reports ends to whoever asked. Looks at once when it is
// woken, and otherwise every so often, which is how it hears of business time and of other replicas.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "tools/platform/app/context.h"

namespace redress::platform {

class Ender final : public rpc::Worker {
 public:
  // `context` must outlive the worker.
  Ender(const Context& context, absl::Duration look_every) : context_(context), look_every_(look_every) {}
  void Start() override;
  void Stop() override;
  // Something is to be done. Thread safe; any number of wakes are one.
  void Wake() { wakeup_.Wake(); }

 private:
  void Loop();
  // Everything that can be done now; how long to wait then.
  absl::Duration RunOnce();

  const Context& context_;
  const absl::Duration look_every_;
  rpc::Wakeup wakeup_;
  std::thread thread_;
};

}  // namespace redress::platform
