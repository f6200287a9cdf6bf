// Compensation as a process beside the reference platform, for its component tests: everything over gRPC, the platform failing as
// it is told, the process ended and started again in between. A database of its own each; tests use cases and orders of their
// own. Functions throw where a test cannot go on.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/time.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "tests/support/private_servers.h"

namespace redress::test {

namespace v1 = compensation::v1;
namespace cv1 = platform::control::v1;
using Service = v1::CompensationService;
using Control = cv1::ControlService;
using cv1::Fault;

inline constexpr absl::Duration kPatience = absl::Seconds(60);

class CompensationSuite {
 public:
  struct Options {
    // The platform tells compensation of the ends of its operations.
    bool reports = false;
    // How long compensation waits before it looks by itself, for whatever reason.
    absl::Duration look_every = absl::Milliseconds(20);
  };
  CompensationSuite() : CompensationSuite(Options()) {}
  explicit CompensationSuite(const Options& options);
  // Ends the process, whatever it is at, and starts another on the same tables.
  void Restart();

  template <class Of, class Request, class Response>
  absl::StatusOr<Response> CallAs(const std::string& subject, const std::string& role,
                                  grpc::Status (Of::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    Response response;
    const auto stub = Of::NewStub(process_->InProcessChannel());
    const absl::Status status = rpc::FromGrpc((stub.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // Everything that a stream tells, and how it ends.
  template <class Of, class Request, class Response>
  std::pair<std::vector<Response>, absl::Status> ReadAs(
      const std::string& subject, const std::string& role,
      std::unique_ptr<grpc::ClientReader<Response>> (Of::Stub::*method)(grpc::ClientContext*, const Request&),
      const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    const auto stub = Of::NewStub(process_->InProcessChannel());
    const auto reader = (stub.get()->*method)(&context, request);
    std::vector<Response> told;
    for (Response response; reader->Read(&response);) told.push_back(response);
    return {std::move(told), rpc::FromGrpc(reader->Finish())};
  }
  // As casework.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return CallAs<Service>("services/casework", "SERVICE", method, request);
  }
  template <class Request, class Response>
  Response AsManager(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Request& request) {
    return Need(CallAs<Service>("agents/m-zhao", "MANAGER", method, request));
  }
  template <class Request, class Response>
  Response Arrange(grpc::Status (Control::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request) {
    return Need(CallAs<Control>("agents/admin", "ADMIN", method, request));
  }

  // `orders/{id}`: one line of ¥80, two pieces, lost.
  void PutOrder(const std::string& id);
  // `count` 0: always. LATE: by an hour.
  void SetFault(Fault::Kind kind, int count = 0);
  void ClearFaults() { Arrange(&Control::Stub::ClearFaults, cv1::ClearFaultsRequest()); }
  void Advance(absl::Duration step) { time_->Advance(step); }

  v1::QuoteRequest QuoteRequestFor(const std::string& id) const;
  v1::CommitGrantRequest CommitRequestFor(const v1::Quotation& quotation, v1::RemedyKind kind,
                                          const std::string& proposer = "agents/a-li") const;
  // An order, where there is none yet, a quotation, a grant.
  v1::Grant Give(const std::string& id, v1::RemedyKind kind = v1::REMEDY_KIND_REFUND,
                 const std::string& proposer = "agents/a-li");
  v1::Grant Get(const std::string& name);
  v1::Grant WaitFor(const std::string& name, const std::set<v1::Grant::State>& states);
  // What is wrong with the books, the platform's beside them.
  std::string Faults();
  // Operations of the platform under this grant's name that succeeded: 0 or 1.
  int Done(const std::string& grant);
  // Until the platform has the operation: PAYING only says that it may have been asked.
  void WaitUntilAsked(const std::string& grant);
  // Until the platform owes nobody a report.
  void WaitUntilReported();
  // What Prometheus is told.
  std::string Metrics() { return process_->metrics().ToText(); }
  // Takes the database away, the platform's too, and gives it back.
  void StopDatabase() { postgres_.Stop(PrivatePostgres::Stopping::kImmediate); }
  void StartDatabase() { postgres_.Start(); }
  // The first field of a query's first row.
  std::string Ask(const std::string& sql);

  template <class Answer>
  static Answer Need(absl::StatusOr<Answer> answer) {
    if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
    return *std::move(answer);
  }

 private:
  absl::StatusOr<platform::v1::Operation> OperationOf(const std::string& grant);
  void Start();
  std::string Token(const std::string& subject, const std::string& role) const;

  const Options options_;
  std::set<std::string> given_;
  PrivatePostgres postgres_;
  PrivateRedis redis_;
  PrivateFolder folder_{"compensation"};
  std::unique_ptr<SharedTimeSource> time_;
  std::unique_ptr<rpc::Process> process_;
};

}  // namespace redress::test
