// Counts calls without a lock: redress_rpc_requests_total{method,code} and redress_rpc_latency_seconds{method}. Each thread
// counts in one of a few tables, on cache lines of its own; what has gathered is handed on to obs::Metrics ten times a second by
// whichever call comes by, and by Flush. (A prometheus::Histogram takes a mutex for every observation.)
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/obs/metrics.h"
#include "libs/rpc/method_table.h"

namespace redress::rpc {

class CallMetrics {
 public:
  // `metrics` must outlive this.
  explicit CallMetrics(obs::Metrics& metrics) : metrics_(metrics) {}
  ~CallMetrics();

  // Names the methods that will be counted; once, before the first Count.
  void Open(const MethodTable& methods);
  // `index` is Method::index. Thread safe.
  void Count(int index, absl::StatusCode code, MachineTime begin, MachineTime end);
  // Hands everything on now. Thread safe.
  void Flush();

 private:
  static constexpr int kCodes = 17;
  static constexpr int kBuckets = 32;  // the most that obs::LatencyBuckets() may have, with +Inf
  static constexpr int kTables = 8;
  struct alignas(64) Row {
    std::array<std::atomic<uint64_t>, kCodes> codes{};
    std::array<std::atomic<uint64_t>, kBuckets> buckets{};
    std::atomic<uint64_t> nanos{0};
  };
  struct Handles {
    std::string method;
    std::array<prometheus::Counter*, kCodes> counters{};
    prometheus::Histogram* latency = nullptr;
  };
  void FlushMethod(size_t method);

  obs::Metrics& metrics_;
  std::vector<int64_t> bounds_ns_;
  std::vector<Handles> handles_;
  std::unique_ptr<Row[]> rows_;  // kTables × methods
  std::atomic<int64_t> flush_at_ns_{0};
  std::mutex flush_mutex_;
};

}  // namespace redress::rpc
