#include "tools/platform/rpc/report_clients.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "tools/platform/rpc/convert.h"

namespace redress::platform {
namespace {

using casework::v1::CaseworkService;
using compensation::v1::CompensationService;

constexpr absl::Duration kPatience = absl::Seconds(5);

// Tells one service by its Report… method. What is not taken is told again by whoever calls this, not by the peer.
template <class Service, class Request, class Response>
class ReportClient final : public Listener {
 public:
  using Method = grpc::Status (Service::Stub::*)(grpc::ClientContext*, const Request&, Response*);
  ReportClient(rpc::Peer& peer, Method method) : client_(peer), method_(method) {}

  absl::Status OperationEnded(const Operation& operation) override {
    Request request;
    *request.mutable_operation() = ToProto(operation);
    return client_.Call(method_, request, {.timeout = kPatience, .attempts_max = 1}).status();
  }

 private:
  rpc::Client<Service> client_;
  const Method method_;
};

template <class Service, class Request, class Response>
std::unique_ptr<Listener> ClientOf(rpc::Peer& peer,
                                   grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  return std::make_unique<ReportClient<Service, Request, Response>>(peer, method);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> MakeReportClient(absl::string_view service, rpc::Host& host) {
  if (service == "compensation") {
    return ClientOf<CompensationService>(host.Peer(service), &CompensationService::Stub::ReportOperation);
  }
  if (service == "casework") {
    return ClientOf<CaseworkService>(host.Peer(service), &CaseworkService::Stub::ReportStepOperation);
  }
  return Error(absl::StatusCode::kInvalidArgument, "NO_REPORT_CLIENT",
               absl::StrCat("platform.report_to: there is no way to tell ", service, "; it asks instead"));
}

}  // namespace redress::platform
