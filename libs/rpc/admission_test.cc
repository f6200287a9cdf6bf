#include "libs/rpc/admission.h"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "libs/base/error.h"

namespace redress::rpc {
namespace {

TEST_CASE("a caller may burst, and then goes at its rate", "[rpc]") {
  CallerQuota quota(10, 3);  // a call every 100 ms
  const MachineTime start = MachineClock::Now();
  for (int i = 0; i < 3; ++i) CHECK(quota.Take(start) == absl::ZeroDuration());
  CHECK(quota.Take(start) == absl::Milliseconds(100));
  CHECK_FALSE(quota.Full(start));
  CHECK(quota.Take(start + absl::Milliseconds(99)) == absl::Milliseconds(1));
  CHECK(quota.Take(start + absl::Milliseconds(100)) == absl::ZeroDuration());
  CHECK(quota.Take(start + absl::Milliseconds(100)) == absl::Milliseconds(100));
}

TEST_CASE("after a rest the whole burst is there again, and no more", "[rpc]") {
  CallerQuota quota(10, 3);
  const MachineTime start = MachineClock::Now();
  while (quota.Take(start) == absl::ZeroDuration()) {
  }
  const MachineTime later = start + absl::Hours(1);
  CHECK(quota.Full(later));
  int taken = 0;
  while (quota.Take(later) == absl::ZeroDuration()) ++taken;
  CHECK(taken == 3);
}

TEST_CASE("threads that take at once get the burst and not one call more", "[rpc]") {
  CallerQuota quota(1, 1000);
  const MachineTime now = MachineClock::Now();
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) taken += quota.Take(now) == absl::ZeroDuration() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken == 1000);
}

TEST_CASE("one call too many is refused as overload, with the time to come back", "[rpc]") {
  Admission admission({.concurrent_calls_max = 2});
  const MachineTime now = MachineClock::Now();
  REQUIRE(admission.Enter(nullptr, now).ok());
  REQUIRE(admission.Enter(nullptr, now).ok());
  const absl::Status refused = admission.Enter(nullptr, now);
  CHECK(refused.code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(refused) == "OVERLOADED");
  CHECK(RetryDelayOf(refused).has_value());
  CHECK(admission.running() == 2);
  admission.Leave();
  CHECK(admission.Enter(nullptr, now).ok());
}

TEST_CASE("a caller's quota is shared by all its tokens and by nobody else", "[rpc]") {
  Admission admission({.caller_calls_per_s = 1, .caller_burst = 1});
  const MachineTime now = MachineClock::Now();
  const auto first = admission.QuotaOf("backends/shop", now);
  const auto second = admission.QuotaOf("backends/shop", now);
  const auto other = admission.QuotaOf("backends/mall", now);
  CHECK(first == second);
  REQUIRE(admission.Enter(first.get(), now).ok());
  const absl::Status refused = admission.Enter(second.get(), now);
  CHECK(refused.code() == absl::StatusCode::kResourceExhausted);
  CHECK(ReasonOf(refused) == "CALLER_QUOTA");
  CHECK(RetryDelayOf(refused) == absl::Seconds(1));
  CHECK(admission.Enter(other.get(), now).ok());
  CHECK(admission.running() == 2);
}

TEST_CASE("without limits everything is admitted", "[rpc]") {
  Admission admission({});
  CHECK(admission.QuotaOf("backends/shop", MachineClock::Now()) == nullptr);
  for (int i = 0; i < 5000; ++i) REQUIRE(admission.Enter(nullptr, MachineClock::Now()).ok());
}

TEST_CASE("who drains lets nobody in, counts them, and lets those who are in go on", "[rpc]") {
  Admission admission({.concurrent_calls_max = 10});
  REQUIRE(admission.Enter(nullptr, MachineClock::Now()).ok());
  admission.Drain();
  const absl::Status refused = admission.Enter(nullptr, MachineClock::Now());
  CHECK(ReasonOf(refused) == "DRAINING");
  CHECK(absl::IsUnavailable(refused));
  CHECK(admission.turned_away() == 1);
  CHECK(admission.running() == 1);
  admission.Leave();
  CHECK(admission.running() == 0);
}

}  // namespace
}  // namespace redress::rpc
