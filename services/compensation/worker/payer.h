// The threads that ask the platform for what was granted: at once when something was granted in this process, and otherwise at
// every sweep, which is how they hear of other replicas, of leases that ended and of time. Several, so that one slow answer does
// not hold up the others.
#pragma once

#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/rpc/worker.h"
#include "services/compensation/app/context.h"
#include "services/compensation/worker/payer_metrics.h"

namespace redress::compensation {

// What the payer waits on. Wakes while it works are not lost. Thread safe; any number of waiters, of whom one is woken.
class Wakeup {
 public:
  void Wake() {
    absl::MutexLock lock(&mutex_);
    ++wakes_;
  }
  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  bool stopping() const {
    absl::MutexLock lock(&mutex_);
    return stopping_;
  }
  // Waits for a wake, the end of `patience`, or Stop. False: stop.
  bool WaitFor(absl::Duration patience) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(this, &Wakeup::Ready), patience);
    if (wakes_ > 0) --wakes_;
    return !stopping_;
  }

 private:
  bool Ready() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return wakes_ > 0 || stopping_; }

  mutable absl::Mutex mutex_;
  int wakes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

struct PayerOptions {
  int threads = 4;
  absl::Duration sweep_every = absl::Seconds(1);  // machine time
};

class Payer final : public rpc::Worker {
 public:
  // All must outlive the worker. `wakeup` is this worker's own.
  Payer(const Context& context, Wakeup& wakeup, PayerMetrics& metrics, const PayerOptions& options)
      : context_(context), wakeup_(wakeup), metrics_(metrics), options_(options) {}
  void Start() override;
  void Stop() override;

 private:
  void Loop();
  // One round. The time after which to look again.
  absl::Duration RunOnce();

  const Context& context_;
  Wakeup& wakeup_;
  PayerMetrics& metrics_;
  const PayerOptions options_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::compensation
