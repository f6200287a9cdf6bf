// Many who ask compensation at the same instant, and what they were answered.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/error.h"

namespace redress::test {

using Answers = std::map<std::string, int>;  // reason → how often; empty for OK

// Runs `work(i)` on as many threads at the same instant.
inline void AtOnce(int count, const std::function<void(int)>& work) {
  auto* barrier = new absl::Barrier(count);
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      if (barrier->Block()) delete barrier;
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Counts answers of calls from many threads.
class Tally {
 public:
  void Add(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    ++answers_[status.ok() ? "" : ReasonOf(status)];
  }
  Answers answers() const {
    absl::MutexLock lock(&mutex_);
    return answers_;
  }

 private:
  mutable absl::Mutex mutex_;
  Answers answers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace redress::test
