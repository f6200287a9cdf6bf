// The threads that send what is owed: at once when something was heard in this process, and otherwise at every sweep, which is
// how they hear of other replicas, of leases that ended and of time. One of them looks at timers and at what waits besides.
#pragma once

#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "services/outreach/app/context.h"
#include "services/outreach/worker/outreach_metrics.h"

namespace redress::outreach {

struct SenderOptions {
  int threads = 4;
  absl::Duration sweep_every = absl::Seconds(1);  // machine time
};

class Sender final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own, made for as many threads.
  Sender(const Context& context, rpc::Wakeup& wakeup, OutreachMetrics& metrics, const SenderOptions& options)
      : context_(context), wakeup_(wakeup), metrics_(metrics), options_(options) {}
  void Start() override;
  void Stop() override;
  void TimeStepped() override {
    wakeup_.Wake();
    timers_.Wake();
  }

 private:
  void Send();
  void KeepTime();
  // One round of up to `*take`, which becomes that of the next one. The time after which to look again.
  absl::Duration RunOnce(int* take);
  void CountWaiting();

  const Context& context_;
  rpc::Wakeup& wakeup_;
  OutreachMetrics& metrics_;
  const SenderOptions options_;
  rpc::Wakeup timers_;  // of the thread that keeps time
  std::vector<std::thread> threads_;
};

}  // namespace redress::outreach
