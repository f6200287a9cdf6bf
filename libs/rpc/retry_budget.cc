#include "libs/rpc/retry_budget.h"

#include <algorithm>

#include "libs/base/random.h"

namespace redress::rpc {

void RetryBudget::Earn() {
  int tenths = tenths_.load(std::memory_order_relaxed);
  while (tenths < tenths_max_ && !tenths_.compare_exchange_weak(tenths, tenths + 1, std::memory_order_relaxed)) {
  }
}

bool RetryBudget::Spend() {
  int tenths = tenths_.load(std::memory_order_relaxed);
  while (tenths >= 10) {
    if (tenths_.compare_exchange_weak(tenths, tenths - 10, std::memory_order_relaxed)) return true;
  }
  return false;
}

absl::Duration BackOff(int attempt, absl::Duration asked) {
  const int doublings = std::clamp(attempt - 2, 0, 6);
  const absl::Duration full = std::min(absl::Milliseconds(50) * (1 << doublings), absl::Seconds(2));
  const absl::Duration jittered = full - full * (RandomBelow(500) / 1000.0);
  return std::max(jittered, asked);
}

}  // namespace redress::rpc
