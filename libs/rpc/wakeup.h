// What the threads of a worker wait on: a call to Wake from anywhere in this process, or the end of their patience, which is how
// they hear of other replicas and of time.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace redress::rpc {

// Thread safe. Wakes while all threads work are not lost; no more of them are kept than there are threads, for a thread looks for
// everything there is once it is awake. (A std::mutex, for ThreadSanitizer understands no other of Debian's packages.)
class Wakeup {
 public:
  // `threads` ≥ 1: how many wait. A wake wakes one of them.
  explicit Wakeup(int threads = 1) : wakes_max_(threads) {}
  void Wake() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      wakes_ = std::min(wakes_ + 1, wakes_max_);
    }
    woken_.notify_one();
  }
  // Wakes all, for good.
  void Stop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    woken_.notify_all();
  }
  bool stopping() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return stopping_;
  }
  // Waits for a wake, the end of `patience` (InfiniteDuration: of the wake alone), or Stop. False: stop.
  bool WaitFor(absl::Duration patience) {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto ready = [this] { return wakes_ > 0 || stopping_; };
    if (patience == absl::InfiniteDuration()) {
      woken_.wait(lock, ready);
    } else {
      woken_.wait_for(lock, absl::ToChronoNanoseconds(patience), ready);
    }
    wakes_ = std::max(wakes_ - 1, 0);
    return !stopping_;
  }

 private:
  const int wakes_max_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  int wakes_ = 0;          // under mutex_
  bool stopping_ = false;  // under mutex_
};

}  // namespace redress::rpc
