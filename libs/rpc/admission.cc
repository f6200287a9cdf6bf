#include "libs/rpc/admission.h"

#include <algorithm>

#include "libs/base/error.h"

namespace redress::rpc {
namespace {

int64_t NanosOf(MachineTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.point().time_since_epoch()).count();
}

}  // namespace

CallerQuota::CallerQuota(int calls_per_s, int burst)
    : interval_ns_(int64_t{1'000'000'000} / calls_per_s), burst_ns_(interval_ns_ * burst) {}

absl::Duration CallerQuota::Take(MachineTime now) {
  const int64_t now_ns = NanosOf(now);
  int64_t full_at = full_at_ns_.load(std::memory_order_relaxed);
  while (true) {
    const int64_t next = std::max(full_at, now_ns) + interval_ns_;
    if (next - now_ns > burst_ns_) return absl::Nanoseconds(next - now_ns - burst_ns_);
    if (full_at_ns_.compare_exchange_weak(full_at, next, std::memory_order_relaxed)) return absl::ZeroDuration();
  }
}

bool CallerQuota::Full(MachineTime now) const {
  return full_at_ns_.load(std::memory_order_relaxed) <= NanosOf(now);
}

absl::Status Admission::Enter(CallerQuota* quota, MachineTime now) {
  if (draining_.load(std::memory_order_acquire)) {
    turned_away_.fetch_add(1, std::memory_order_relaxed);
    return WithRetryDelay(Error(absl::StatusCode::kUnavailable, "DRAINING", "this process is ending; another one answers"),
                          absl::Milliseconds(200));
  }
  if (quota != nullptr) {
    if (const absl::Duration wait = quota->Take(now); wait > absl::ZeroDuration()) {
      return WithRetryDelay(Error(absl::StatusCode::kResourceExhausted, "CALLER_QUOTA",
                                  "too many calls of this caller (admission.caller_calls_per_s)"),
                            std::max(wait, absl::Milliseconds(1)));
    }
  }
  if (running_.fetch_add(1, std::memory_order_acquire) >= limits_.concurrent_calls_max && limits_.concurrent_calls_max > 0) {
    Leave();
    return WithRetryDelay(Error(absl::StatusCode::kUnavailable, "OVERLOADED",
                                "too many calls at once in this process (admission.concurrent_calls_max)"),
                          absl::Milliseconds(200));
  }
  return absl::OkStatus();
}

std::shared_ptr<CallerQuota> Admission::QuotaOf(absl::string_view subject, MachineTime now) {
  if (limits_.caller_calls_per_s <= 0) return nullptr;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (quotas_.size() >= sweep_at_) {
    // A bucket that a token still holds is kept, so that all tokens of a caller go on sharing one.
    absl::erase_if(quotas_, [&](const auto& entry) { return entry.second.use_count() == 1 && entry.second->Full(now); });
    sweep_at_ = std::max<size_t>(1024, 2 * quotas_.size());
  }
  std::shared_ptr<CallerQuota>& quota = quotas_[subject];
  if (quota == nullptr) quota = std::make_shared<CallerQuota>(limits_.caller_calls_per_s, std::max(1, limits_.caller_burst));
  return quota;
}

}  // namespace redress::rpc
