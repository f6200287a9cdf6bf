#include "libs/rpc/retry_budget.h"

#include <catch2/catch.hpp>

namespace redress::rpc {
namespace {

TEST_CASE("retries are paid for by successes, ten for one", "[rpc]") {
  RetryBudget budget(2);
  CHECK(budget.Spend());
  CHECK(budget.Spend());
  CHECK_FALSE(budget.Spend());
  for (int i = 0; i < 9; ++i) budget.Earn();
  CHECK_FALSE(budget.Spend());
  budget.Earn();
  CHECK(budget.Spend());
  for (int i = 0; i < 1000; ++i) budget.Earn();
  CHECK(budget.Spend());
  CHECK(budget.Spend());
  CHECK_FALSE(budget.Spend());
}

TEST_CASE("pauses double, are jittered and never shorter than the peer asked", "[rpc]") {
  for (int i = 0; i < 100; ++i) {
    const absl::Duration second = BackOff(2, absl::ZeroDuration());
    CHECK(second > absl::Milliseconds(25));
    CHECK(second <= absl::Milliseconds(50));
    const absl::Duration fourth = BackOff(4, absl::ZeroDuration());
    CHECK(fourth > absl::Milliseconds(100));
    CHECK(fourth <= absl::Milliseconds(200));
    CHECK(BackOff(50, absl::ZeroDuration()) <= absl::Seconds(2));
  }
  CHECK(BackOff(2, absl::Seconds(3)) == absl::Seconds(3));
}

}  // namespace
}  // namespace redress::rpc
