// A load client: so many channels, and on each either so many calls in flight (closed loop) or calls at a fixed rate, each at its
// own moment whatever became of the others (open loop). Every call that does not answer OK is counted as an error and named, so
// that a server that refuses quickly never looks fast (docs/benchmarks.md). It shares the machine with what it measures, hence
// stubs are made once a channel, nothing is allocated that a call does not need, and answers are waited for by one thread in an
// open loop: two that take turns wake each other for every answer.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace redress::bench {

using Clock = std::chrono::steady_clock;

// How the load is made.
struct LoadPlan {
  // `127.0.0.1:PORT`.
  std::string target;
  int channels = 4;
  // Calls in flight on each channel, in a closed loop.
  int in_flight = 64;
  // Calls during the warm-up are made, not counted.
  absl::Duration warm_up = absl::Seconds(2);
  absl::Duration duration = absl::Seconds(10);
  // Open loop: calls a second over all channels; 0: closed loop.
  int rate = 0;
  // Bearer token of every call; empty: none.
  std::string token;
};

// What came of it.
struct LoadResult {
  // Closed loop: calls that ended within the measured time. Open loop: calls that were due within it, however late they ended.
  int64_t answered = 0;
  int64_t errors = 0;
  double seconds = 0;
  // Of the calls in `answered`, ms, ascending; open loop: from the moment for which the call was meant (no coordinated omission).
  std::vector<float> latencies_ms;
  // Calls answered OK since the start, warm-up and tail included: what the database must hold afterwards.
  int64_t acknowledged = 0;
  // Code and message of each kind of failure with its count.
  std::map<std::string, int64_t> failures;
  // The measured time.
  Clock::time_point counted_from;
  Clock::time_point counted_until;
  // Of one request and its answer, where the calls say it; 0 otherwise.
  int64_t request_bytes = 0;
  int64_t answer_bytes = 0;
};

// A call on its way, which is the tag of its end in the completion queue.
class CallInFlight {
 public:
  virtual ~CallInFlight() = default;
  // Says what became of it and destroys it.
  virtual void End() = 0;
};

// Starts one call that was due at `due`; must call `done` exactly once with its outcome, from any thread.
using StartCall = std::function<void(std::unique_ptr<grpc::ClientContext> context, Clock::time_point due,
                                     std::function<void(const grpc::Status&)> done)>;
// Makes the starter of a channel's calls, once a channel. Their ends come through `ends`, each with its CallInFlight as the tag.
using Connect = std::function<StartCall(const std::shared_ptr<grpc::Channel>& channel, grpc::CompletionQueue* ends)>;

// Runs the plan to its end, waits for the tail of calls in flight, and returns the figures. One run at a time.
LoadResult RunLoad(const LoadPlan& plan, const Connect& connect);

// The value below which this share of the values lies (nearest rank), 0 of none. `sorted` ascends.
double Percentile(const std::vector<float>& sorted, double share);

// `{"answered": …, "per_second": …, "p50_ms": …, "p95_ms": …, "p99_ms": …, "errors": …, "acknowledged": …}`, failures and bytes.
std::string ToJson(const LoadResult& result);

}  // namespace redress::bench
