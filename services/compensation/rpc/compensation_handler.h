// CompensationService: parse, call, render. What is allowed is decided in domain/ and app/; who may call at all is written on the
// methods and enforced by the edge. Thread safe.
#pragma once

#include <string>
#include <utility>

#include "libs/rpc/edge.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/grant_group.h"
#include "services/compensation/app/quote_group.h"

namespace redress::compensation {

// Quote and CommitGrant hand over to their groups and are answered from there; all else is synchronous.
class CompensationHandler final : public v1::CompensationService::WithCallbackMethod_Quote<
                                      v1::CompensationService::WithCallbackMethod_CommitGrant<v1::CompensationService::Service>> {
 public:
  // All must outlive the handler. `platform`: the subject of the shop's token, the only one whose reports are believed.
  CompensationHandler(rpc::Edge& edge, const Context& context, QuoteGroup& quotes, GrantGroup& grants, std::string platform)
      : edge_(edge), context_(context), quotes_(quotes), grants_(grants), platform_(std::move(platform)) {}

  grpc::ServerUnaryReactor* Quote(grpc::CallbackServerContext* context, const v1::QuoteRequest* request,
                                  v1::Quotation* response) override;
  grpc::Status GetQuotation(grpc::ServerContext* context, const v1::GetQuotationRequest* request,
                            v1::Quotation* response) override;
  grpc::ServerUnaryReactor* CommitGrant(grpc::CallbackServerContext* context, const v1::CommitGrantRequest* request,
                                        v1::Grant* response) override;
  grpc::Status ReverseGrant(grpc::ServerContext* context, const v1::ReverseGrantRequest* request, v1::Grant* response) override;
  grpc::Status GetGrant(grpc::ServerContext* context, const v1::GetGrantRequest* request, v1::Grant* response) override;
  grpc::Status ListGrants(grpc::ServerContext* context, const v1::ListGrantsRequest* request,
                          v1::ListGrantsResponse* response) override;
  grpc::Status ReportOperation(grpc::ServerContext* context, const v1::ReportOperationRequest* request,
                               v1::Grant* response) override;
  grpc::Status ListLedgerEntries(grpc::ServerContext* context, const v1::ListLedgerEntriesRequest* request,
                                 v1::ListLedgerEntriesResponse* response) override;
  grpc::Status ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                            v1::ListAccountsResponse* response) override;
  grpc::Status VerifyLedger(grpc::ServerContext* context, const v1::VerifyLedgerRequest* request,
                            v1::VerifyLedgerResponse* response) override;
  grpc::Status ListBudgets(grpc::ServerContext* context, const v1::ListBudgetsRequest* request,
                           v1::ListBudgetsResponse* response) override;
  grpc::Status GetClaim(grpc::ServerContext* context, const v1::GetClaimRequest* request, v1::Claim* response) override;
  grpc::Status ListClaims(grpc::ServerContext* context, const v1::ListClaimsRequest* request,
                          v1::ListClaimsResponse* response) override;
  grpc::Status RecordSettlement(grpc::ServerContext* context, const v1::RecordSettlementRequest* request,
                                v1::Claim* response) override;
  grpc::Status WriteOffClaim(grpc::ServerContext* context, const v1::WriteOffClaimRequest* request, v1::Claim* response) override;
  grpc::Status AppealCharge(grpc::ServerContext* context, const v1::AppealChargeRequest* request, v1::Claim* response) override;
  grpc::Status DecideAppeal(grpc::ServerContext* context, const v1::DecideAppealRequest* request, v1::Claim* response) override;
  grpc::Status ListAbuseFlags(grpc::ServerContext* context, const v1::ListAbuseFlagsRequest* request,
                              v1::ListAbuseFlagsResponse* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
  QuoteGroup& quotes_;
  GrantGroup& grants_;
  const std::string platform_;
};

}  // namespace redress::compensation
