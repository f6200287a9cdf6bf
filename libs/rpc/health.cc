#include "libs/rpc/health.h"

#include <algorithm>

namespace redress::rpc {

void HealthBoard::Declare(const std::string& service, const std::string& part) {
  const std::lock_guard<std::mutex> lock(mutex_);
  services_[service].parts.emplace(part, false);
}

void HealthBoard::Alias(const std::string& service, const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  services_[service].names.push_back(name);
}

void HealthBoard::Attach(grpc::HealthCheckServiceInterface* sink) {
  const std::lock_guard<std::mutex> lock(mutex_);
  sink_ = sink;
  Publish();
}

void HealthBoard::Report(const std::string& service, const std::string& part, bool well) {
  metrics_.Gauge("redress_dependency_up", "Whether a dependency answered when last asked", {{"service", service}, {"name", part}})
      .Set(well ? 1 : 0);
  const std::lock_guard<std::mutex> lock(mutex_);
  bool& known = services_[service].parts[part];
  if (known == well) return;
  known = well;
  Publish();
}

void HealthBoard::Drain() {
  const std::lock_guard<std::mutex> lock(mutex_);
  draining_ = true;
  Publish();
}

void HealthBoard::Detach() {
  const std::lock_guard<std::mutex> lock(mutex_);
  sink_ = nullptr;
}

bool HealthBoard::Well(const Service& service) {
  return std::all_of(service.parts.begin(), service.parts.end(), [](const auto& part) { return part.second; });
}

void HealthBoard::Publish() {
  if (sink_ == nullptr) return;
  bool all = true;
  for (const auto& [name, service] : services_) {
    const bool well = Well(service);
    all = all && well;
    for (const auto& [part, part_well] : service.parts) sink_->SetServingStatus(name + "." + part, part_well && !draining_);
    sink_->SetServingStatus(name, well && !draining_);
    for (const std::string& alias : service.names) sink_->SetServingStatus(alias, well && !draining_);
  }
  sink_->SetServingStatus("live", !draining_);
  sink_->SetServingStatus("", all && !draining_);
}

}  // namespace redress::rpc
