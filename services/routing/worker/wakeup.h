// What the assigner waits on: a call to Wake from anywhere in this process, or the next sweep. Wakes while it works are not lost,
// and any number of them are one. Thread safe; one waiter.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace redress::routing {

class Wakeup {
 public:
  void Wake() {
    absl::MutexLock lock(&mutex_);
    woken_ = true;
  }
  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  // Waits for a wake, the end of `patience`, or Stop. False: stop.
  bool WaitFor(absl::Duration patience) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(this, &Wakeup::Ready), patience);
    woken_ = false;
    return !stopping_;
  }

 private:
  bool Ready() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return woken_ || stopping_; }

  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace redress::routing
