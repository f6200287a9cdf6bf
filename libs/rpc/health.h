// The health of a process by name, as grpc.health.v1 answers it and as gauges:
//   `live`                      as long as the process runs and does not drain
//   `<service>.setup`           its setup steps have succeeded
//   `<service>.<dependency>`    the dependency answered when last asked
//   `<service>`, and the full names of its gRPC services: all of the above of that service
//   `` (the empty name)         all of all services
#pragma once

#include <grpcpp/health_check_service_interface.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "libs/obs/metrics.h"

namespace redress::rpc {

// Thread safe.
class HealthBoard {
 public:
  explicit HealthBoard(obs::Metrics& metrics) : metrics_(metrics) {}

  // A part of a service that is not well until reported so.
  void Declare(const std::string& service, const std::string& part);
  // Another name under which the service is asked for.
  void Alias(const std::string& service, const std::string& name);
  // From now on every change is told to gRPC's health service, which must outlive the board or a Detach.
  void Attach(grpc::HealthCheckServiceInterface* sink);
  void Report(const std::string& service, const std::string& part, bool well);
  // Everything is answered as not serving, for ever.
  void Drain();
  void Detach();

 private:
  struct Service {
    std::map<std::string, bool> parts;
    std::vector<std::string> names;
  };
  void Publish();
  static bool Well(const Service& service);

  obs::Metrics& metrics_;
  std::mutex mutex_;
  grpc::HealthCheckServiceInterface* sink_ = nullptr;
  bool draining_ = false;
  std::map<std::string, Service> services_;
};

}  // namespace redress::rpc
