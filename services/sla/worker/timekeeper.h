// The loop that lets time move clocks: looks for what is due again and again, at once where more may be. Any number of replicas.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/worker.h"
#include "services/sla/app/context.h"
#include "services/sla/worker/sla_metrics.h"

namespace redress::sla {

class Timekeeper final : public rpc::Worker {
 public:
  // All must outlive the worker. `sweep_every`: machine time.
  Timekeeper(const Context& context, SlaMetrics& metrics, absl::Duration sweep_every)
      : context_(context), metrics_(metrics), sweep_every_(sweep_every) {}
  void Start() override;
  void Stop() override;

 private:
  void Loop();

  const Context& context_;
  SlaMetrics& metrics_;
  const absl::Duration sweep_every_;
  Stopper stopper_;
  std::thread thread_;
};

}  // namespace redress::sla
