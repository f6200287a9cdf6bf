// How often a client may try again: every success earns a tenth of a retry, every retry costs one, so that second attempts never
// add more than 10 % to the load of a peer that is in trouble. Beside it the back-off between attempts.
#pragma once

#include <atomic>

#include "absl/time/time.h"

namespace redress::rpc {

// Thread safe, lock-free.
class RetryBudget {
 public:
  // Starts full; `retries_max` ≥ 1 may be saved up.
  explicit RetryBudget(int retries_max = 10) : tenths_max_(retries_max * 10), tenths_(tenths_max_) {}
  void Earn();
  // True: one retry was paid for.
  bool Spend();

 private:
  const int tenths_max_;
  std::atomic<int> tenths_;
};

// The pause before attempt `attempt` (2, 3, …): 50 ms doubled each time, at most 2 s, less a random part of up to a half; at
// least `asked`, which is what the peer asked for.
absl::Duration BackOff(int attempt, absl::Duration asked);

}  // namespace redress::rpc
