// What the threads of a worker wait on: a call to Wake from anywhere in this process, or the end of their patience, which is how
// they hear of other replicas and of time.
#pragma once

#include <algorithm>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace redress::rpc {

// Thread safe. Wakes while all threads work are not lost; no more of them are kept than there are threads, for a thread looks for
// everything there is once it is awake.
class Wakeup {
 public:
  // `threads` ≥ 1: how many wait. A wake wakes one of them.
  explicit Wakeup(int threads = 1) : wakes_max_(threads) {}
  void Wake() {
    absl::MutexLock lock(&mutex_);
    wakes_ = std::min(wakes_ + 1, wakes_max_);
  }
  // Wakes all, for good.
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
    wakes_ = std::max(wakes_ - 1, 0);
    return !stopping_;
  }

 private:
  bool Ready() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return wakes_ > 0 || stopping_; }

  const int wakes_max_;
  mutable absl::Mutex mutex_;
  int wakes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace redress::rpc
