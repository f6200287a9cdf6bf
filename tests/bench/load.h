// A closed-loop load client: so many channels, so many calls in flight on each, for so long. Every call that does not
// answer OK is counted as an error and named, so that a server that refuses quickly never looks fast (goals.md).
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace redress::bench {

// How the load is made.
struct LoadPlan {
  // `127.0.0.1:PORT`.
  std::string target;
  int channels = 4;
  // Calls in flight on each channel.
  int in_flight = 64;
  // Calls during the warm-up are made, not counted.
  absl::Duration warm_up = absl::Seconds(2);
  absl::Duration duration = absl::Seconds(10);
  // Calls a second over all channels; 0: as many as the server answers.
  int rate = 0;
  // Bearer token of every call; empty: none.
  std::string token;
};

// What came of it.
struct LoadResult {
  int64_t answered = 0;
  int64_t errors = 0;
  double seconds = 0;
  // Latency in ms: median, 99th percentile.
  double p50_ms = 0;
  double p99_ms = 0;
  // Calls answered OK since the start, warm-up and tail included: what the database must hold afterwards.
  int64_t acknowledged = 0;
  // Code and message of each kind of failure with its count.
  std::map<std::string, int64_t> failures;
};

// Starts one call on a channel; must call `done` exactly once with its outcome, from any thread.
using StartCall = std::function<void(const std::shared_ptr<grpc::Channel>& channel, std::unique_ptr<grpc::ClientContext> context,
                                     std::function<void(const grpc::Status&)> done)>;

// Runs the plan to its end, waits for the tail of calls in flight, and returns the figures. One run at a time.
LoadResult RunLoad(const LoadPlan& plan, const StartCall& start);

// `{"answered": …, "per_second": …, "p50_ms": …, "p99_ms": …, "errors": …, "acknowledged": …}` and failures.
std::string ToJson(const LoadResult& result);

}  // namespace redress::bench
