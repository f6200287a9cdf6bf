// Metrics of a process, read by Prometheus. There is no global registry: a component is given Metrics when it is built, keeps
// the references it gets, and touches only those on the hot path (an atomic for counters and gauges, a short lock for
// histograms). Names are `redress_<what>_<unit>`; labels have few values and never personal data.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace redress::obs {

// Upper bounds of latency histograms, in seconds: 0.25 ms to 30 s.
const prometheus::Histogram::BucketBoundaries& LatencyBuckets();

// Thread safe. The references live as long as this; the same name and labels give the same metric. A bad name, or a name used
// for two kinds, is a mistake of the author and ends the process.
class Metrics {
 public:
  prometheus::Counter& Counter(const std::string& name, const std::string& help, const prometheus::Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help, const prometheus::Labels& labels = {});
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help, const prometheus::Labels& labels = {},
                                   const prometheus::Histogram::BucketBoundaries& buckets = LatencyBuckets());

  // Everything in the text form of Prometheus, for tests.
  std::string ToText() const;

 private:
  friend class MetricsServer;
  const std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
};

// Serves GET /metrics until it is destroyed. `metrics` may end before it.
class MetricsServer {
 public:
  // `address`: `127.0.0.1:9100`; port 0 takes a free one. UNAVAILABLE, reason METRICS_ADDRESS, if it cannot listen there.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& address, const Metrics& metrics);
  ~MetricsServer();
  int port() const;

 private:
  class Impl;
  explicit MetricsServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace redress::obs
