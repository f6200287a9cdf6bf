#include "libs/rpc/wakeup.h"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

namespace redress::rpc {
namespace {

// Threads that wait for ever and count what wakes them.
class Waiters {
 public:
  Waiters(Wakeup& wakeup, int threads) : wakeup_(wakeup) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
  }
  void AwaitRounds(int rounds) {
    absl::MutexLock lock(&mutex_);
    const auto reached = [&] { return rounds_ >= rounds; };
    mutex_.Await(absl::Condition(&reached));
  }
  int StopAndCount() {
    wakeup_.Stop();
    for (std::thread& thread : threads_) thread.join();
    absl::MutexLock lock(&mutex_);
    return rounds_;
  }

 private:
  void Loop() {
    while (wakeup_.WaitFor(absl::InfiniteDuration())) {
      absl::MutexLock lock(&mutex_);
      ++rounds_;
    }
  }

  Wakeup& wakeup_;
  absl::Mutex mutex_;
  int rounds_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> threads_;
};

TEST_CASE("a wake before anybody waits is not lost, and a thousand of them are one for one thread", "[rpc]") {
  Wakeup wakeup;
  for (int i = 0; i < 1000; ++i) wakeup.Wake();
  Waiters waiters(wakeup, 1);
  waiters.AwaitRounds(1);
  wakeup.Wake();
  waiters.AwaitRounds(2);
  CHECK(waiters.StopAndCount() == 2);
}

TEST_CASE("every wake wakes one of several threads, at most as many as there are", "[rpc]") {
  Wakeup wakeup(3);
  for (int i = 0; i < 1000; ++i) wakeup.Wake();
  Waiters waiters(wakeup, 3);
  waiters.AwaitRounds(3);
  for (int round = 4; round <= 100; ++round) {
    wakeup.Wake();
    waiters.AwaitRounds(round);
  }
  CHECK(waiters.StopAndCount() == 100);
}

TEST_CASE("patience ends without a wake; after a stop nobody waits", "[rpc]") {
  Wakeup wakeup;
  CHECK(wakeup.WaitFor(absl::ZeroDuration()));
  CHECK_FALSE(wakeup.stopping());
  wakeup.Stop();
  CHECK(wakeup.stopping());
  CHECK_FALSE(wakeup.WaitFor(absl::InfiniteDuration()));
  wakeup.Wake();
  CHECK_FALSE(wakeup.WaitFor(absl::InfiniteDuration()));
}

}  // namespace
}  // namespace redress::rpc
