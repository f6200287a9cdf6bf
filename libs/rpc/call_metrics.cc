#include "libs/rpc/call_metrics.h"

#include <algorithm>

namespace redress::rpc {
namespace {

constexpr int64_t kFlushEveryNs = 100'000'000;

int64_t NanosOf(MachineTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.point().time_since_epoch()).count();
}

// A number for this thread, so that two threads seldom count in one table.
size_t TableOfThread() {
  static std::atomic<size_t> next{0};
  static thread_local const size_t mine = next.fetch_add(1, std::memory_order_relaxed);
  return mine;
}

}  // namespace

CallMetrics::~CallMetrics() {
  Flush();
}

void CallMetrics::Open(const MethodTable& methods) {
  bounds_ns_.clear();
  for (const double bound : obs::LatencyBuckets()) bounds_ns_.push_back(static_cast<int64_t>(bound * 1e9));
  bounds_ns_.resize(std::min<size_t>(bounds_ns_.size(), kBuckets - 1));
  const std::vector<double> buckets(obs::LatencyBuckets().begin(), obs::LatencyBuckets().begin() + bounds_ns_.size());
  for (const Method* method : methods.All()) {
    Handles handles;
    handles.method = method->full_name;
    handles.latency = &metrics_.Histogram("redress_rpc_latency_seconds", "Time from a call's arrival to its answer",
                                          {{"method", method->full_name}}, buckets);
    handles_.push_back(std::move(handles));
  }
  rows_ = std::make_unique<Row[]>(kTables * handles_.size());
}

void CallMetrics::Count(int index, absl::StatusCode code, MachineTime begin, MachineTime end) {
  Row& row = rows_[TableOfThread() % kTables * handles_.size() + index];
  const int64_t nanos = NanosOf(end) - NanosOf(begin);
  const auto bucket = std::lower_bound(bounds_ns_.begin(), bounds_ns_.end(), nanos) - bounds_ns_.begin();
  const int code_index = std::min(static_cast<int>(code), kCodes - 1);
  row.codes[code_index].fetch_add(1, std::memory_order_relaxed);
  row.buckets[bucket].fetch_add(1, std::memory_order_relaxed);
  row.nanos.fetch_add(nanos, std::memory_order_relaxed);
  int64_t due = flush_at_ns_.load(std::memory_order_relaxed);
  const int64_t now = NanosOf(end);
  if (now >= due && flush_at_ns_.compare_exchange_strong(due, now + kFlushEveryNs, std::memory_order_relaxed)) Flush();
}

void CallMetrics::Flush() {
  const std::lock_guard<std::mutex> lock(flush_mutex_);
  for (size_t method = 0; method < handles_.size(); ++method) FlushMethod(method);
}

void CallMetrics::FlushMethod(size_t method) {
  Handles& handles = handles_[method];
  std::array<uint64_t, kCodes> codes{};
  std::vector<double> buckets(bounds_ns_.size() + 1);
  uint64_t calls = 0;
  uint64_t nanos = 0;
  for (int table = 0; table < kTables; ++table) {
    Row& row = rows_[table * handles_.size() + method];
    for (int code = 0; code < kCodes; ++code) codes[code] += row.codes[code].exchange(0, std::memory_order_relaxed);
    for (size_t i = 0; i < buckets.size(); ++i) {
      const uint64_t count = row.buckets[i].exchange(0, std::memory_order_relaxed);
      buckets[i] += static_cast<double>(count);
      calls += count;
    }
    nanos += row.nanos.exchange(0, std::memory_order_relaxed);
  }
  if (calls > 0) handles.latency->ObserveMultiple(buckets, static_cast<double>(nanos) / 1e9);
  for (int code = 0; code < kCodes; ++code) {
    if (codes[code] == 0) continue;
    if (handles.counters[code] == nullptr) {
      handles.counters[code] = &metrics_.Counter(
          "redress_rpc_requests_total", "Answered calls",
          {{"method", handles.method}, {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))}});
    }
    handles.counters[code]->Increment(static_cast<double>(codes[code]));
  }
}

}  // namespace redress::rpc
