#include "libs/rpc/ticker.h"

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

namespace redress::rpc {
namespace {

TEST_CASE("a ticker goes round at once and after each pause; stopped in a long one it ends", "[rpc]") {
  std::mutex mutex;
  std::condition_variable counted;
  int rounds = 0;
  Ticker ticker([&] {
    const std::lock_guard<std::mutex> lock(mutex);
    counted.notify_all();
    return ++rounds < 3 ? absl::ZeroDuration() : absl::InfiniteDuration();
  });
  ticker.Start();
  {
    std::unique_lock<std::mutex> lock(mutex);
    counted.wait(lock, [&] { return rounds == 3; });
  }
  ticker.Stop();
  CHECK(rounds == 3);
}

TEST_CASE("a ticker goes round once more when time is stepped, however long the pause is", "[rpc]") {
  std::mutex mutex;
  std::condition_variable counted;
  int rounds = 0;
  Ticker ticker([&] {
    const std::lock_guard<std::mutex> lock(mutex);
    ++rounds;
    counted.notify_all();
    return absl::InfiniteDuration();
  });
  ticker.Start();
  for (int round = 1; round <= 3; ++round) {
    std::unique_lock<std::mutex> lock(mutex);
    counted.wait(lock, [&] { return rounds == round; });
    if (round < 3) ticker.TimeStepped();
  }
  ticker.Stop();
  CHECK(rounds == 3);
}

}  // namespace
}  // namespace redress::rpc
