// The loop behind the calls: ends operations whose time has come, then reports ends to whoever asked. Looks at once when it is
// woken, and otherwise every so often, which is how it hears of business time and of other replicas.
#pragma once

#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
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
  void Wake();

 private:
  void Loop();
  // Everything that can be done now; how long to wait then.
  absl::Duration RunOnce();
  // False: stop.
  bool WaitFor(absl::Duration pause);

  const Context& context_;
  const absl::Duration look_every_;
  absl::Mutex mutex_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace redress::platform
