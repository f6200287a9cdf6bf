#include "libs/base/group_commit.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <numeric>

namespace redress {
namespace {

TEST_CASE("Everything that was taken in is committed once, in batches no greater than allowed", "[intake]") {
  std::atomic<int64_t> sum{0};
  std::atomic<size_t> greatest{0};
  std::atomic<int> refused{0};  // assertions belong to the test's own thread
  GroupCommit<int64_t> commit({.queue_max = 1'000'000, .batch_max = 16, .threads = 2}, [&](const std::vector<int64_t>& batch) {
    size_t seen = greatest.load();
    while (batch.size() > seen && !greatest.compare_exchange_weak(seen, batch.size())) {
    }
    sum += std::accumulate(batch.begin(), batch.end(), int64_t{0});
  });
  commit.Start();
  std::vector<std::thread> producers;
  for (int p = 0; p < 4; ++p) {
    producers.emplace_back([&] {
      for (int64_t i = 1; i <= 10'000; ++i) {
        int64_t item = i;
        if (!commit.TryPush(item)) ++refused;
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  commit.Stop();
  CHECK(sum == 4 * 10'000LL * 10'001 / 2);
  CHECK(greatest <= 16);
  CHECK(refused == 0);
}

TEST_CASE("What gathers during a commit makes the next batch; a full queue refuses", "[intake]") {
  std::promise<void> begun, go_on;
  std::vector<size_t> sizes;
  GroupCommit<int> commit({.queue_max = 3, .batch_max = 128, .threads = 1}, [&](const std::vector<int>& batch) {
    sizes.push_back(batch.size());
    if (sizes.size() == 1) {
      begun.set_value();
      go_on.get_future().wait();
    }
  });
  commit.Start();
  int item = 1;
  REQUIRE(commit.TryPush(item));
  begun.get_future().wait();
  for (int i = 0; i < 3; ++i) CHECK(commit.TryPush(item));
  CHECK(commit.depth() == 3);
  CHECK_FALSE(commit.TryPush(item));
  go_on.set_value();
  commit.Stop();
  CHECK(sizes == std::vector<size_t>{1, 3});
}

TEST_CASE("What was pushed together is committed together and in order", "[intake]") {
  std::vector<std::vector<int>> batches;
  GroupCommit<int> commit({.queue_max = 10, .batch_max = 4, .threads = 1},
                          [&](const std::vector<int>& batch) { batches.push_back(batch); });
  int single = 0;
  std::vector<int> group = {1, 2, 3, 4, 5, 6};
  REQUIRE(commit.TryPush(single));
  REQUIRE(commit.TryPushAll(absl::MakeSpan(group)));
  REQUIRE(commit.TryPush(single));
  std::vector<int> large(3, 9);
  CHECK_FALSE(commit.TryPushAll(absl::MakeSpan(large)));
  CHECK(large == std::vector<int>(3, 9));
  commit.Start();
  commit.Stop();
  CHECK(batches == std::vector<std::vector<int>>{{0, 1, 2, 3, 4, 5, 6}, {0}});
}

TEST_CASE("A group greater than the queue is taken where the queue is empty", "[intake]") {
  size_t committed = 0;
  GroupCommit<int> commit({.queue_max = 2, .batch_max = 1, .threads = 1},
                          [&](const std::vector<int>& batch) { committed += batch.size(); });
  std::vector<int> group(5);
  CHECK(commit.TryPushAll(absl::MakeSpan(group)));
  CHECK_FALSE(commit.TryPushAll(absl::MakeSpan(group)));
  commit.Start();
  commit.Stop();
  CHECK(committed == 5);
}

TEST_CASE("In a rush a batch waits until it is full, or for the end", "[intake]") {
  std::promise<void> first, second;
  std::vector<size_t> sizes;
  const GroupCommitOptions options{.batch_max = 4, .threads = 1, .rush = 2, .gather = std::chrono::hours(1)};
  GroupCommit<int> commit(options, [&](const std::vector<int>& batch) {
    sizes.push_back(batch.size());
    if (sizes.size() == 1) first.set_value();
    if (sizes.size() == 2) second.set_value();
  });
  std::vector<int> two(2);
  REQUIRE(commit.TryPushAll(absl::MakeSpan(two)));
  commit.Start();
  first.get_future().wait();
  for (int item : {1, 2, 3, 4}) REQUIRE(commit.TryPush(item));
  second.get_future().wait();
  REQUIRE(commit.TryPushAll(absl::MakeSpan(two)));
  commit.Stop();
  CHECK(sizes == std::vector<size_t>{2, 4, 2});
}

TEST_CASE("After the end nothing is taken in", "[intake]") {
  GroupCommit<int> commit({}, [](const std::vector<int>&) {});
  commit.Stop();
  int item = 1;
  CHECK_FALSE(commit.TryPush(item));
}

}  // namespace
}  // namespace redress
