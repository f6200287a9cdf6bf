// Calls that wait for the suite, several at once. Blocks until all are done.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace redress::demo {

// Runs `work(i)` for 0 … count − 1 on some threads.
inline void InParallel(size_t count, int threads, const std::function<void(size_t)>& work) {
  if (count == 1) return work(0);  // no thread for one
  std::atomic<size_t> next{0};
  std::vector<std::thread> pool;
  for (int t = 0; t < threads && static_cast<size_t>(t) < count; ++t) {
    pool.emplace_back([&] {
      for (size_t i = next++; i < count; i = next++) work(i);
    });
  }
  for (std::thread& thread : pool) thread.join();
}

}  // namespace redress::demo
