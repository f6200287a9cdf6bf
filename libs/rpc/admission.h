// Takes a call in or refuses it before any work is done: so many calls at once in this process (overload, UNAVAILABLE), so many a
// second for one caller (its quota, RESOURCE_EXHAUSTED). Both tell when to try again. Lock-free where it counts: one atomic for
// the process, one for the caller.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/machine_time.h"

namespace redress::rpc {

// The token bucket of one caller, as a generic cell rate: it remembers when it will be full again. Thread safe, lock-free.
class CallerQuota {
 public:
  // `calls_per_s` > 0, `burst` ≥ 1.
  CallerQuota(int calls_per_s, int burst);
  // Zero: taken. Otherwise how long until one more call is allowed; nothing was taken.
  absl::Duration Take(MachineTime now);
  // True where nothing is owed: forgetting this bucket changes nothing.
  bool Full(MachineTime now) const;

 private:
  const int64_t interval_ns_;
  const int64_t burst_ns_;
  std::atomic<int64_t> full_at_ns_{0};
};

struct AdmissionLimits {
  int concurrent_calls_max = 0;  // 0: no limit
  int caller_calls_per_s = 0;    // 0: no limit
  int caller_burst = 1;
};

// Thread safe.
class Admission {
 public:
  explicit Admission(AdmissionLimits limits) : limits_(limits) {}

  // Takes a place and a call of the quota (null: none). OK: Leave() must follow. UNAVAILABLE, reason OVERLOADED or DRAINING, or
  // RESOURCE_EXHAUSTED, reason CALLER_QUOTA, all with a retry delay: nothing was taken.
  absl::Status Enter(CallerQuota* quota, MachineTime now);
  void Leave() { running_.fetch_sub(1, std::memory_order_release); }
  int running() const { return running_.load(std::memory_order_acquire); }

  // Lets nobody in any more.
  void Drain() { draining_.store(true, std::memory_order_release); }
  bool draining() const { return draining_.load(std::memory_order_acquire); }
  // How many calls came since and were refused for it.
  int64_t turned_away() const { return turned_away_.load(std::memory_order_relaxed); }

  // The bucket of a caller, shared by all its tokens; null without a limit.
  std::shared_ptr<CallerQuota> QuotaOf(absl::string_view subject, MachineTime now);

 private:
  const AdmissionLimits limits_;
  alignas(64) std::atomic<int> running_{0};
  std::atomic<bool> draining_{false};
  std::atomic<int64_t> turned_away_{0};
  alignas(64) std::mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<CallerQuota>> quotas_;
  size_t sweep_at_ = 1024;
};

}  // namespace redress::rpc
