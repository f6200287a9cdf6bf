#include "libs/obs/metrics.h"

#include <prometheus/exposer.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/obs/process_metrics.h"

namespace redress::obs {
namespace {

// Builds a metric of one kind. noexcept: the library throws on mistakes of the author only.
template <class Builder, class... Buckets>
auto& Build(const Builder& builder, prometheus::Registry& registry, const std::string& name, const std::string& help,
            const prometheus::Labels& labels, const Buckets&... buckets) noexcept {
  return Builder(builder).Name(name).Help(help).Register(registry).Add(labels, buckets...);
}

}  // namespace

const prometheus::Histogram::BucketBoundaries& LatencyBuckets() {
  static const auto* const buckets = new prometheus::Histogram::BucketBoundaries{
      0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return *buckets;
}

prometheus::Counter& Metrics::Counter(const std::string& name, const std::string& help, const prometheus::Labels& labels) {
  return Build(prometheus::BuildCounter(), *registry_, name, help, labels);
}

prometheus::Gauge& Metrics::Gauge(const std::string& name, const std::string& help, const prometheus::Labels& labels) {
  return Build(prometheus::BuildGauge(), *registry_, name, help, labels);
}

prometheus::Histogram& Metrics::Histogram(const std::string& name, const std::string& help, const prometheus::Labels& labels,
                                          const prometheus::Histogram::BucketBoundaries& buckets) {
  return Build(prometheus::BuildHistogram(), *registry_, name, help, labels, buckets);
}

std::string Metrics::ToText() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

class MetricsServer::Impl {
 public:
  Impl(const std::string& address, const std::shared_ptr<prometheus::Registry>& registry)
      : registry_(registry), exposer_(address) {
    exposer_.RegisterCollectable(registry_);
    exposer_.RegisterCollectable(process_);
  }
  int port() const { return exposer_.GetListeningPorts().at(0); }

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<ProcessMetrics> process_ = std::make_shared<ProcessMetrics>();
  prometheus::Exposer exposer_;
};

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const std::string& address, const Metrics& metrics) {
  try {
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::make_unique<Impl>(address, metrics.registry_)));
  } catch (const std::exception&) {
    return Error(absl::StatusCode::kUnavailable, "METRICS_ADDRESS", absl::StrCat("cannot serve metrics on ", address));
  }
}

MetricsServer::MetricsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MetricsServer::~MetricsServer() = default;

int MetricsServer::port() const {
  return impl_->port();
}

}  // namespace redress::obs
