#include "libs/rpc/wakeup.h"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
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
    std::unique_lock<std::mutex> lock(mutex_);
    counted_.wait(lock, [&] { return rounds_ >= rounds; });
  }
  int StopAndCount() {
    wakeup_.Stop();
    for (std::thread& thread : threads_) thread.join();
    std::lock_guard<std::mutex> lock(mutex_);
    return rounds_;
  }

 private:
  void Loop() {
    while (wakeup_.WaitFor(absl::InfiniteDuration())) {
      std::lock_guard<std::mutex> lock(mutex_);
      ++rounds_;
      counted_.notify_all();
    }
  }

  Wakeup& wakeup_;
  std::mutex mutex_;
  std::condition_variable counted_;
  int rounds_ = 0;  // under mutex_
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
