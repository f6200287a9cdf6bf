// CaseworkService: parse, call, render. What is allowed is decided in domain/ and app/; who may call at all is written on the
// methods and enforced by the edge. Thread safe.
#pragma once

#include <string>
#include <utility>

#include "libs/rpc/edge.h"
#include "libs/rpc/token_minter.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "services/casework/app/context.h"

namespace redress::casework {

class CaseworkHandler final : public v1::CaseworkService::Service {
 public:
  // All must outlive the handler. `tokens` signs the links; `platform`: the subject of the shop's token, the only one whose
  // reports are believed.
  CaseworkHandler(rpc::Edge& edge, const Context& context, const rpc::TokenMinter& tokens, std::string platform)
      : edge_(edge), context_(context), tokens_(tokens), platform_(std::move(platform)) {}

  grpc::Status GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request, v1::Case* response) override;
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override;
  grpc::Status ListTimeline(grpc::ServerContext* context, const v1::ListTimelineRequest* request,
                            v1::ListTimelineResponse* response) override;
  grpc::Status AdvanceCase(grpc::ServerContext* context, const v1::AdvanceCaseRequest* request, v1::Case* response) override;
  grpc::Status FillChecklist(grpc::ServerContext* context, const v1::FillChecklistRequest* request, v1::Case* response) override;
  grpc::Status CheckItem(grpc::ServerContext* context, const v1::CheckItemRequest* request, v1::Case* response) override;
  grpc::Status SetTag(grpc::ServerContext* context, const v1::SetTagRequest* request, v1::Case* response) override;
  grpc::Status AddNote(grpc::ServerContext* context, const v1::AddNoteRequest* request, v1::Case* response) override;
  grpc::Status RequestEvidence(grpc::ServerContext* context, const v1::RequestEvidenceRequest* request,
                               v1::Case* response) override;
  grpc::Status AnswerEvidenceRequest(grpc::ServerContext* context, const v1::AnswerEvidenceRequestRequest* request,
                                     v1::Case* response) override;
  grpc::Status AssignTask(grpc::ServerContext* context, const v1::AssignTaskRequest* request, v1::Case* response) override;
  grpc::Status AnswerTask(grpc::ServerContext* context, const v1::AnswerTaskRequest* request, v1::Case* response) override;
  grpc::Status QuoteCase(grpc::ServerContext* context, const v1::QuoteCaseRequest* request,
                         compensation::v1::Quotation* response) override;
  grpc::Status ProposePlan(grpc::ServerContext* context, const v1::ProposePlanRequest* request, v1::Case* response) override;
  grpc::Status WithdrawPlan(grpc::ServerContext* context, const v1::WithdrawPlanRequest* request, v1::Case* response) override;
  grpc::Status AnswerPlan(grpc::ServerContext* context, const v1::AnswerPlanRequest* request, v1::Case* response) override;
  grpc::Status DecideApproval(grpc::ServerContext* context, const v1::DecideApprovalRequest* request,
                              v1::Case* response) override;
  grpc::Status DelegateApproval(grpc::ServerContext* context, const v1::DelegateApprovalRequest* request,
                                v1::Delegation* response) override;
  grpc::Status CompleteStep(grpc::ServerContext* context, const v1::CompleteStepRequest* request, v1::Case* response) override;
  grpc::Status ReportStepOperation(grpc::ServerContext* context, const v1::ReportStepOperationRequest* request,
                                   v1::Case* response) override;
  grpc::Status RecordCallback(grpc::ServerContext* context, const v1::RecordCallbackRequest* request,
                              v1::Case* response) override;
  grpc::Status CloseCase(grpc::ServerContext* context, const v1::CloseCaseRequest* request, v1::Case* response) override;
  grpc::Status RejectCase(grpc::ServerContext* context, const v1::RejectCaseRequest* request, v1::Case* response) override;
  grpc::Status AppealCase(grpc::ServerContext* context, const v1::AppealCaseRequest* request, v1::Case* response) override;
  grpc::Status ReopenCase(grpc::ServerContext* context, const v1::ReopenCaseRequest* request, v1::Case* response) override;
  grpc::Status MergeCase(grpc::ServerContext* context, const v1::MergeCaseRequest* request, v1::Case* response) override;
  grpc::Status UnmergeCase(grpc::ServerContext* context, const v1::UnmergeCaseRequest* request, v1::Case* response) override;
  grpc::Status IssueLink(grpc::ServerContext* context, const v1::IssueLinkRequest* request, v1::SignedLink* response) override;
  grpc::Status SuggestScripts(grpc::ServerContext* context, const v1::SuggestScriptsRequest* request,
                              v1::SuggestScriptsResponse* response) override;
  grpc::Status VerifyAudit(grpc::ServerContext* context, const v1::VerifyAuditRequest* request,
                           v1::VerifyAuditResponse* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
  const rpc::TokenMinter& tokens_;
  const std::string platform_;
};

}  // namespace redress::casework
