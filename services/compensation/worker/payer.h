// The threads that ask the platform for what was granted: at once when something was granted in this process, and otherwise at
// every sweep, which is how they hear of other replicas, of leases that ended and of time. Several, so that one slow answer does
// not hold up the others.
#pragma once

#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "services/compensation/app/context.h"
#include "services/compensation/worker/payer_metrics.h"

namespace redress::compensation {

struct PayerOptions {
  int threads = 4;
  absl::Duration sweep_every = absl::Seconds(1);  // machine time
};

class Payer final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own, made for as many threads.
  Payer(const Context& context, rpc::Wakeup& wakeup, PayerMetrics& metrics, const PayerOptions& options)
      : context_(context), wakeup_(wakeup), metrics_(metrics), options_(options) {}
  void Start() override;
  void Stop() override;
  void TimeStepped() override { wakeup_.Wake(); }

 private:
  void Loop();
  // One round. The time after which to look again.
  absl::Duration RunOnce();

  const Context& context_;
  rpc::Wakeup& wakeup_;
  PayerMetrics& metrics_;
  const PayerOptions options_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::compensation
