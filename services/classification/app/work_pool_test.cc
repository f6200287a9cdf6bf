#include "services/classification/app/work_pool.h"

#include <atomic>
#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("everything is done once, however many threads help and call", "[classification]") {
  const int threads = GENERATE(0, 1, 4);
  const size_t count = GENERATE(size_t{0}, size_t{1}, size_t{7}, size_t{1000});
  WorkPool pool(threads);
  std::vector<std::vector<std::atomic<int>>> done(4);
  for (auto& counts : done) counts = std::vector<std::atomic<int>>(count);
  std::vector<std::thread> callers;
  for (auto& counts : done) {
    callers.emplace_back([&] { pool.ForEach(count, [&](size_t i) { ++counts[i]; }); });
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& counts : done) {
    for (const std::atomic<int>& times : counts) REQUIRE(times == 1);
  }
}

}  // namespace
}  // namespace redress::classification
