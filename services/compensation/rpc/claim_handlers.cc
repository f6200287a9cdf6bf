#include "absl/strings/match.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/compensation/rpc/claim_convert.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/request_of.h"

namespace redress::compensation {

grpc::Status CompensationHandler::GetClaim(grpc::ServerContext* context, const v1::GetClaimRequest* request,
                                           v1::Claim* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Claim> {
    ASSIGN_OR_RETURN(const std::string id, UuidIn("claims/*", request->name()));
    ASSIGN_OR_RETURN(const ClaimView view, ReadClaim(context_.pool, id));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::ListClaims(grpc::ServerContext* context, const v1::ListClaimsRequest* request,
                                             v1::ListClaimsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListClaimsResponse> {
    ASSIGN_OR_RETURN(const ClaimQuery query, ClaimQueryOf(*request));
    ASSIGN_OR_RETURN(const std::vector<PartyClaim> claims, ReadClaims(context_.pool, query));
    v1::ListClaimsResponse answer;
    for (const PartyClaim& claim : claims) *answer.add_claims() = ToProto(ViewOf(claim));
    if (static_cast<int>(claims.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(ClaimKey(claims.back()), request->filter()));
    }
    return answer;
  });
}

grpc::Status CompensationHandler::RecordSettlement(grpc::ServerContext* context, const v1::RecordSettlementRequest* request,
                                                   v1::Claim* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Claim> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const ClaimView view,
                     compensation::RecordSettlement(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::WriteOffClaim(grpc::ServerContext* context, const v1::WriteOffClaimRequest* request,
                                                v1::Claim* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Claim> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const ClaimView view,
                     compensation::WriteOffClaim(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::AppealCharge(grpc::ServerContext* context, const v1::AppealChargeRequest* request,
                                               v1::Claim* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Claim> {
    // Of the back ends only the platform speaks for sellers and carriers.
    if (absl::StartsWith(caller.subject, "backends/")) RETURN_IF_ERROR(rpc::CheckSubject(caller, platform_));
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const ClaimView view,
                     compensation::AppealCharge(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status CompensationHandler::DecideAppeal(grpc::ServerContext* context, const v1::DecideAppealRequest* request,
                                               v1::Claim* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Claim> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const ClaimView view,
                     compensation::DecideAppeal(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

}  // namespace redress::compensation
