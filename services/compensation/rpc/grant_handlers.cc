#include <utility>

#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/convert.h"
#include "services/compensation/rpc/request_of.h"

namespace redress::compensation {

grpc::ServerUnaryReactor* CompensationHandler::Quote(grpc::CallbackServerContext* context, const v1::QuoteRequest* request,
                                                     v1::Quotation* response) {
  return edge_.Begin(*context, *request, response, [&](rpc::Pending<v1::Quotation> pending) {
    auto parsed = FromProto(*request);
    if (!parsed.ok()) return pending.Finish(parsed.status());
    QuoteCall call{RequestOf(pending.caller(), *request, parsed->request_id), std::move(parsed->command), pending.trace(), {}};
    call.done = [pending = std::move(pending)](absl::StatusOr<QuotationView> view) mutable {
      if (!view.ok()) return pending.Finish(view.status());
      pending.Finish(ToProto(*view));
    };
    quotes_.Quote(std::move(call));
  });
}

grpc::Status CompensationHandler::GetQuotation(grpc::ServerContext* context, const v1::GetQuotationRequest* request,
                                               v1::Quotation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Quotation> {
    ASSIGN_OR_RETURN(const std::string id, UuidIn("quotations/*", request->name()));
    ASSIGN_OR_RETURN(const QuotationView view, ReadQuotation(context_.pool, id));
    return ToProto(view);
  });
}

grpc::ServerUnaryReactor* CompensationHandler::CommitGrant(grpc::CallbackServerContext* context,
                                                           const v1::CommitGrantRequest* request, v1::Grant* response) {
  return edge_.Begin(*context, *request, response, [&](rpc::Pending<v1::Grant> pending) {
    auto parsed = FromProto(*request);
    if (!parsed.ok()) return pending.Finish(parsed.status());
    GrantCall call{RequestOf(pending.caller(), *request, parsed->request_id), std::move(parsed->command), pending.trace(), {}};
    call.done = [pending = std::move(pending)](absl::StatusOr<GrantView> view) mutable {
      if (!view.ok()) return pending.Finish(view.status());
      pending.Finish(ToProto(*view));
    };
    grants_.Commit(std::move(call));
  });
}

grpc::Status CompensationHandler::ReverseGrant(grpc::ServerContext* context, const v1::ReverseGrantRequest* request,
                                               v1::Grant* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Grant> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const GrantView view,
                     compensation::ReverseGrant(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::GetGrant(grpc::ServerContext* context, const v1::GetGrantRequest* request,
                                           v1::Grant* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Grant> {
    ASSIGN_OR_RETURN(const std::string id, UuidIn("grants/*", request->name()));
    ASSIGN_OR_RETURN(const GrantView view, ReadGrant(context_.pool, id, ProposerSeenBy(caller)));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::ReportOperation(grpc::ServerContext* context, const v1::ReportOperationRequest* request,
                                                  v1::Grant* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Grant> {
    RETURN_IF_ERROR(rpc::CheckSubject(caller, platform_));
    ASSIGN_OR_RETURN(const ReportedOutcome reported, FromProto(*request));
    ASSIGN_OR_RETURN(const GrantView view, RecordOutcome(context_, reported.grant, reported.outcome));
    return ToProto(view);
  });
}

}  // namespace redress::compensation
