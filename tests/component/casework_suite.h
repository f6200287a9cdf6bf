// Casework as a process with everything that it asks and hears: intake, routing, compensation and the reference platform, and of
// outreach what it says; over gRPC, on private servers and a business time that is stepped. Complaints come in by intake; people,
// links and services are played by tokens. One suite a program; tests use complaints and orders of their own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "libs/base/uuid.h"
#include "libs/events/rpc/spine.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "tests/support/private_servers.h"

namespace redress::test {

namespace cw = casework::v1;
namespace control = platform::control::v1;

inline void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}
template <class T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

// Who calls.
struct As {
  std::string subject;
  std::string role;
};
inline const As kLi = {"agents/a-li", "SPECIALIST"};
inline const As kSun = {"agents/a-sun", "SUPERVISOR"};
inline const As kLeader = {"agents/a-zhou", "SUPERVISOR"};
inline const As kManager = {"agents/m-zhao", "MANAGER"};
inline const As kLegal = {"agents/l-qian", "LEGAL"};
inline const As kShop = {"backends/shop", "BACKEND"};
inline const As kOutreach = {"services/outreach", "SERVICE"};

class CaseworkSuite {
 public:
  // Where the servers of a suite are, for one that binds more to its process.
  struct Ends {
    std::string pg, redis, key_ring;
  };
  using BindMore = std::function<void(rpc::Process& process, const Ends& ends)>;
  explicit CaseworkSuite(BindMore more = nullptr);
  // Ends the process, whatever it is at, and starts another on the same tables.
  void Restart();
  void Advance(absl::Duration step) { time_->Advance(step); }
  BusinessTime Now() const { return time_->Now(); }
  // Runs a statement on the database, for looking and for doing harm.
  std::string Sql(const std::string& statement);

  template <class Of, class Request, class Response>
  absl::StatusOr<Response> CallWith(const std::string& token,
                                    grpc::Status (Of::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                    const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    Response response;
    const auto stub = Of::NewStub(process_->InProcessChannel());
    const absl::Status status = rpc::FromGrpc((stub.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  template <class Of, class Request, class Response>
  absl::StatusOr<Response> CallAs(const As& who,
                                  grpc::Status (Of::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    return CallWith<Of>(Token(who), method, request);
  }
  // Casework.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(const As& who,
                                grpc::Status (cw::CaseworkService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                  Response*),
                                const Request& request) {
    return CallAs<cw::CaseworkService>(who, method, request);
  }
  std::string Token(const As& who) const;

  // `orders/{id}` of one line of so many fen, lost.
  void PutOrder(const std::string& id, int64_t fen = 8'000, const std::string& region = "", const std::string& seller_tier = "");
  void SetFault(control::Fault::Kind kind, int count = 0);
  void ClearFaults();
  // A complaint of this text about the order, of a customer of its own unless one is named, through intake; `cases/{number}` once
  // casework has it.
  std::string Complain(const std::string& order, const std::string& text = "快递一直没到", const std::string& customer = "");
  cw::Case Get(const std::string& name, const As& who = kSun);
  // Until the case is in one of the states; throws after a minute.
  cw::Case WaitFor(const std::string& name, const std::function<bool(const cw::Case&)>& is);
  // Says this of the case as outreach would; where no other services were added.
  void SayAsOutreach(const std::string& name, const google::protobuf::Message& event);
  // What of the timeline, in order.
  std::vector<std::string> Timeline(const std::string& name);
  // Operations of the platform that succeeded for this case's order, by kind.
  int Succeeded(const std::string& order, const std::string& kind);
  // What is wrong with the books, the platform's beside them; empty: nothing.
  std::string Faults();

  // The way up to a plan, by a supervisor: tag LOGISTICS/LOST, verified, investigated.
  cw::Case Investigate(const std::string& name, const As& who = kSun);
  compensation::v1::Quotation Quote(const std::string& name, const As& who = kSun);
  // The kinds as one plan, each a step of its own in this order; an apology of the owner last.
  cw::Case Propose(const std::string& name, const std::vector<compensation::v1::RemedyKind>& kinds, const As& who = kSun);
  // The token of a link.
  std::string Link(const std::string& name, const std::string& party, const std::string& action, const std::string& subject = "");
  // The customer's answer, by link.
  absl::StatusOr<cw::Case> Answer(const cw::Case& file, cw::Plan::Answer answer);

 private:
  void Start();
  void BindOutreach();

  const BindMore more_;
  PrivatePostgres postgres_;
  PrivateRedis redis_;
  PrivateFolder folder_{"casework"};
  std::unique_ptr<SharedTimeSource> time_;
  std::unique_ptr<rpc::Process> process_;
  pg::Pool* outreach_pool_ = nullptr;
  events::Spine* outreach_ = nullptr;
};

CaseworkSuite& TheCaseworkSuite();

// A verb's request: a fresh request id, the case's name.
template <class Request>
Request About(const std::string& name) {
  Request request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(name);
  return request;
}

}  // namespace redress::test
