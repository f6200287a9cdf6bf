// One process of the suite: a gRPC server, its edge, metrics, health and time, and the services bound into it. RunMain drives it
// in a binary, tests drive it themselves:
//   ASSIGN_OR_RETURN(auto process, Process::Create(config));
//   process->Bind("intake", [&](Host& host) { return intake::Bind(intake_config, host); });   // one or many
//   process->Start();  … process->address() …  process->Drain();
// Start needs no dependency to be up. Create, Bind, Start, Drain from one thread; the rest is thread safe.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <typeindex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "libs/base/time.h"
#include "libs/base/time_steps.h"
#include "libs/obs/metrics.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/health.h"
#include "libs/rpc/host.h"
#include "libs/rpc/host_config.h"
#include "libs/rpc/key_set.h"
#include "libs/rpc/method_table.h"
#include "libs/rpc/token_minter.h"
#include "libs/rpc/token_verifier.h"

namespace redress::rpc {

class BoundService;  // bound_service.h

class Process {
 public:
  // INVALID_ARGUMENT / FAILED_PRECONDITION where a key or the time source cannot be read.
  static absl::StatusOr<std::unique_ptr<Process>> Create(HostConfig config);
  // Drains where that has not been done.
  ~Process();

  // Binds a service of this name; all before Start. What it was given to keep lives until the process is destroyed.
  absl::Status Bind(absl::string_view service, absl::FunctionRef<absl::Status(Host&)> bind);
  // Opens the ports, begins setup, workers and health checks. FAILED_PRECONDITION for a fault of the contract or a port in use.
  absl::Status Start();
  // Refuses new calls, lets running ones finish (grpc.drain_max), stops workers and checks. False where a setup step or a check
  // would not end in that time (a database that does not answer): the destructor waits for it, a program need not. Only the
  // first call does anything.
  bool Drain();

  // host:port that gRPC listens on, with the real port. After Start.
  const std::string& address() const { return address_; }
  // Empty where no metrics are served.
  const std::string& metrics_address() const { return metrics_address_; }
  // A channel into this process without a network. After Start.
  std::shared_ptr<grpc::Channel> InProcessChannel();
  // True once all setup steps of all services have succeeded.
  bool ready() const { return ready_.HasBeenNotified(); }
  // Waits for ready(). False at the deadline.
  bool WaitReady(Deadline deadline);

  obs::Metrics& metrics() { return metrics_; }
  const TimeSource& time() const { return *time_; }
  // A token of any kind, good for this process, signed with its own key. For tests and measurements in the process itself.
  absl::StatusOr<std::string> SignForTest(const TokenClaims& claims) const { return SignToken(service_key_, claims); }
  Edge& edge() { return edge_; }

 private:
  friend class Host;
  Process(HostConfig config, std::unique_ptr<TimeSource> time);
  absl::Status LoadServiceKey();
  absl::Status Listen();
  void Tick();
  void WatchTime();
  void TurnAway(Deadline deadline);
  bool IsBound(absl::string_view service) const;
  void AddService(BoundService& service, const char* full_name, grpc::Service& handler);
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& service, Deadline deadline);

  const HostConfig config_;
  const std::unique_ptr<TimeSource> time_;
  obs::Metrics metrics_;
  KeySet keys_;
  Admission admission_;
  TokenVerifier verifier_;
  MethodTable methods_;
  CallMetrics call_metrics_;
  HealthBoard health_;
  Edge edge_;
  SigningKey service_key_;
  Violations faults_;  // of the contract, found while binding
  absl::flat_hash_map<std::type_index, std::shared_ptr<void>> shared_;
  std::vector<std::unique_ptr<BoundService>> services_;
  std::vector<grpc::Service*> handlers_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<obs::MetricsServer> metrics_server_;
  absl::Notification serving_;
  std::atomic<int> services_ready_{0};
  absl::Notification ready_;
  Stopper stopper_;
  std::thread ticker_;
  std::unique_ptr<TimeSteps> steps_;  // null where time flows by itself
  std::thread watcher_;
  bool drained_ = false;
  std::string address_;
  std::string metrics_address_;
};

}  // namespace redress::rpc
