// The reference platform as a process on a real PostgreSQL, for its component tests: business time stands until it is stepped,
// calls come from whoever a test wants, and what it reports is kept. One database a program; tests use orders and operations of
// their own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "tests/support/private_servers.h"
#include "tools/platform/bind.h"

namespace redress::test {

namespace pv1 = platform::v1;
namespace cv1 = platform::control::v1;
using Platform = pv1::PlatformService;
using Control = cv1::ControlService;
using cv1::Fault;

// Keeps what it is told, or refuses to hear it.
class Ear final : public platform::Listener {
 public:
  absl::Status OperationEnded(const platform::Operation& operation) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++attempts_[operation.id];
    if (deaf_) return absl::UnavailableError("deaf");
    ++heard_[operation.id];
    return absl::OkStatus();
  }
  int heard(const std::string& id) const { return Of(heard_, id); }
  int attempts(const std::string& id) const { return Of(attempts_, id); }
  void SetDeaf(bool deaf) {
    const std::lock_guard<std::mutex> lock(mutex_);
    deaf_ = deaf;
  }

 private:
  int Of(const std::map<std::string, int>& counts, const std::string& id) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = counts.find(id);
    return found == counts.end() ? 0 : found->second;
  }
  mutable std::mutex mutex_;
  bool deaf_ = false;
  std::map<std::string, int> heard_, attempts_;
};

class Shop {
 public:
  explicit Shop(absl::Duration end_after = absl::ZeroDuration());
  // Ends the process and starts another on the same tables.
  void Restart();
  void Advance(absl::Duration step) { time_->Advance(step); }
  // Compensation's, and casework's.
  Ear& ear() { return ear_; }
  Ear& other_ear() { return other_ear_; }

  template <class Service, class Request, class Response>
  absl::StatusOr<Response> CallAs(const std::string& subject, const std::string& role,
                                  grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request, absl::Duration timeout = absl::Seconds(60)) {
    grpc::ClientContext context;
    context.set_deadline(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(timeout), GPR_TIMESPAN)));
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    Response response;
    const auto stub = Service::NewStub(process_->InProcessChannel());
    const absl::Status status = rpc::FromGrpc((stub.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // As compensation.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Platform::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return CallAs<Platform>("services/compensation", "SERVICE", method, request);
  }
  // As an admin; what is refused is the test's fault.
  template <class Request, class Response>
  Response Arrange(grpc::Status (Control::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request) {
    auto answer = CallAs<Control>("agents/admin", "ADMIN", method, request);
    if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
    return *answer;
  }

  // An order of two lines, ¥60 for two pieces and ¥30 for one, ¥100 paid in all, delivered; a gift worth ¥20 promised with
  // line 1.
  cv1::PutOrderRequest OrderNamed(const std::string& id) const;
  void PutOrder(const std::string& id) { Arrange(&Control::Stub::PutOrder, OrderNamed(id)); }
  // `count` 0: always.
  void SetFault(Fault::Kind kind, int count, absl::Duration delay = absl::ZeroDuration(), const std::string& only = "");
  void ClearFaults() { Arrange(&Control::Stub::ClearFaults, cv1::ClearFaultsRequest()); }
  int64_t Hits(Fault::Kind kind);

  absl::StatusOr<pv1::Operation> Create(const pv1::Operation& operation);
  absl::StatusOr<pv1::Operation> Get(const std::string& id);
  pv1::Order Order(const std::string& id);
  // All operations that the filter lets through, page by page.
  std::vector<pv1::Operation> List(const std::string& filter, int page_size = 7);

  static pv1::Operation Refund(const std::string& id, const std::string& order, const std::string& line, int64_t fen);
  static pv1::Operation Coupon(const std::string& id, const std::string& order, int64_t fen);
  static pv1::Operation Reshipment(const std::string& id, const std::string& order, const std::string& line, int quantity);

 private:
  void Start();
  std::string Token(const std::string& subject, const std::string& role) const;

  const absl::Duration end_after_;
  PrivateFolder folder_{"shop"};
  std::unique_ptr<SharedTimeSource> time_;
  Ear ear_, other_ear_;
  std::unique_ptr<rpc::Process> process_;
};

}  // namespace redress::test
