#include "tests/bench/load.h"

#include <catch2/catch.hpp>
#include <mutex>
#include <nlohmann/json.hpp>

namespace redress::bench {
namespace {

// Answers every call at once with this status.
Connect AtOnce(const grpc::Status& status) {
  return [status](const std::shared_ptr<grpc::Channel>&, grpc::CompletionQueue*) -> StartCall {
    return [status](std::unique_ptr<grpc::ClientContext>, Clock::time_point, std::function<void(const grpc::Status&)> done) {
      done(status);
    };
  };
}

LoadPlan OpenLoop() {
  LoadPlan plan;
  plan.target = "127.0.0.1:1";
  plan.channels = 2;
  plan.rate = 1'000;
  plan.warm_up = absl::Milliseconds(20);
  plan.duration = absl::Milliseconds(40);
  return plan;
}

TEST_CASE("A percentile is the value of its nearest rank", "[bench]") {
  CHECK(Percentile({}, 0.99) == 0);
  CHECK(Percentile({7}, 0.5) == 7);
  const std::vector<float> hundred = [] {
    std::vector<float> values;
    for (int i = 1; i <= 100; ++i) values.push_back(static_cast<float>(i));
    return values;
  }();
  CHECK(Percentile(hundred, 0) == 1);
  CHECK(Percentile(hundred, 0.5) == 50);
  CHECK(Percentile(hundred, 0.99) == 99);
  CHECK(Percentile(hundred, 1) == 100);
}

TEST_CASE("An open loop makes the calls of its rate, and counts those due in the measured time", "[bench]") {
  const LoadResult result = RunLoad(OpenLoop(), AtOnce(grpc::Status::OK));
  CHECK(result.errors == 0);
  CHECK(result.answered == 40);
  CHECK(result.acknowledged == 60);
}

TEST_CASE("In an open loop an answer that comes after the measured time still counts, with all of its latency", "[bench]") {
  std::mutex mutex;
  std::vector<std::function<void(const grpc::Status&)>> held;
  int calls = 0;
  const Connect holds_all = [&](const std::shared_ptr<grpc::Channel>&, grpc::CompletionQueue*) -> StartCall {
    return [&](std::unique_ptr<grpc::ClientContext>, Clock::time_point, std::function<void(const grpc::Status&)> done) {
      std::vector<std::function<void(const grpc::Status&)>> ready;
      {
        const std::lock_guard lock(mutex);
        ++calls;
        held.push_back(std::move(done));
        if (calls == 60) ready.swap(held);
      }
      for (const auto& finish : ready) finish(grpc::Status::OK);
    };
  };
  const LoadResult result = RunLoad(OpenLoop(), holds_all);
  CHECK(calls == 60);
  CHECK(result.answered == 40);
  CHECK(Percentile(result.latencies_ms, 1) >= 38.9);  // the first of the measured time, due at 20 ms, waited for the last, at 59
}

TEST_CASE("A refusal is an error with its name, never an answer", "[bench]") {
  const LoadResult result = RunLoad(OpenLoop(), AtOnce({grpc::StatusCode::UNAVAILABLE, "down"}));
  CHECK(result.answered == 0);
  CHECK(result.acknowledged == 0);
  CHECK(result.errors == 60);
  CHECK(result.failures.size() == 1);
  CHECK(result.failures.begin()->first == "14 down");
  CHECK(nlohmann::json::parse(ToJson(result))["per_second"] == 0);
}

}  // namespace
}  // namespace redress::bench
