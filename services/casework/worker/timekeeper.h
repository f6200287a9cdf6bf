// The loop that lets deadlines decide: looks for due ones again and again, at once where more may be due. Any number of replicas.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/worker.h"
#include "services/casework/app/context.h"
#include "services/casework/worker/casework_metrics.h"

namespace redress::casework {

class Timekeeper final : public rpc::Worker {
 public:
  // All must outlive the worker. `sweep_every`: machine time.
  Timekeeper(const Context& context, CaseworkMetrics& metrics, absl::Duration sweep_every)
      : context_(context), metrics_(metrics), sweep_every_(sweep_every) {}
  void Start() override;
  void Stop() override;

 private:
  void Loop();

  const Context& context_;
  CaseworkMetrics& metrics_;
  const absl::Duration sweep_every_;
  Stopper stopper_;
  std::thread thread_;
};

}  // namespace redress::casework
