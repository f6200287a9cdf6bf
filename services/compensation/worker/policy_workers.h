// What goes on by itself about policies: following what is published, and simulations. Any number of replicas.
#pragma once

#include <memory>
#include <thread>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "services/compensation/app/simulate.h"

namespace redress::compensation {

// Looks every so often (machine time) whether anything was published or taken back. `policies` must outlive the worker.
std::unique_ptr<rpc::Worker> MakePolicyFollower(const Policies& policies, absl::Duration every);

// Works on simulations, one at a time. `context` must outlive it.
class Simulator final : public rpc::Worker {
 public:
  Simulator(const Context& context, absl::Duration every) : context_(context), every_(every) {}
  void Start() override;
  void Stop() override;

 private:
  absl::Duration RunOnce();

  const Context& context_;
  const absl::Duration every_;
  rpc::Wakeup wakeup_;
  std::thread thread_;
};

}  // namespace redress::compensation
