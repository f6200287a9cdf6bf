// The methods about what is promised: quotation, plan, answer, approval, and how its steps end.
#include "absl/strings/str_cat.h"
#include "services/casework/app/approve.h"
#include "services/casework/app/propose.h"
#include "services/casework/app/report.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/verbs.h"

namespace redress::casework {

grpc::Status CaseworkHandler::QuoteCase(grpc::ServerContext* context, const v1::QuoteCaseRequest* request,
                                        compensation::v1::Quotation* response) {
  using compensation::v1::Quotation;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<Quotation> {
    ASSIGN_OR_RETURN(const auto verb, VerbOf(caller, *request, context_));
    return casework::QuoteCase(context_, verb.request, verb.command.target, verb.asker.actor, verb.command.draft);
  });
}

grpc::Status CaseworkHandler::ProposePlan(grpc::ServerContext* context, const v1::ProposePlanRequest* request,
                                          v1::Case* response) {
  return AnswerVerb(edge_, context_, *context, *request, response, [&](const auto& verb) {
    return casework::ProposePlan(context_, verb.request, verb.command.target, verb.asker.actor, verb.command.draft);
  });
}

grpc::Status CaseworkHandler::WithdrawPlan(grpc::ServerContext* context, const v1::WithdrawPlanRequest* request,
                                           v1::Case* response) {
  return AnswerDecision(
      edge_, context_, *context, *request, response,
      [](const CaseFile& file, const auto&, const Because& because) { return casework::WithdrawPlan(file, because); });
}

grpc::Status CaseworkHandler::AnswerPlan(grpc::ServerContext* context, const v1::AnswerPlanRequest* request, v1::Case* response) {
  return AnswerLinked(
      edge_, context_, *context, *request, response,
      [](const auto& asked) {
        return LinkUse{asked.target.number, LinkAction::kAnswerPlan, asked.draft.plan_hash};
      },
      [&](const CaseFile& file, const auto& asked, const Because& because) {
        return casework::AnswerPlan(file, asked.draft.plan_hash, asked.draft.answer, context_.policy, because);
      });
}

grpc::Status CaseworkHandler::DecideApproval(grpc::ServerContext* context, const v1::DecideApprovalRequest* request,
                                             v1::Case* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Case> {
    ASSIGN_OR_RETURN(const auto verb, VerbOf(caller, *request, context_));
    ASSIGN_OR_RETURN(const CaseFile file, casework::DecideApproval(context_, verb.request, verb.command.target, verb.asker.actor,
                                                                   AuthorityOf(caller), verb.command.draft));
    return Render(file, verb.asker);
  });
}

grpc::Status CaseworkHandler::DelegateApproval(grpc::ServerContext* context, const v1::DelegateApprovalRequest* request,
                                               v1::Delegation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Delegation> {
    ASSIGN_OR_RETURN(const DelegateDraft draft, FromProto(*request));
    ASSIGN_OR_RETURN(const Asker asker, AskerOf(caller));
    const Authority own = AuthorityOf(caller);
    ASSIGN_OR_RETURN(const DelegationView view,
                     casework::DelegateApproval(context_, RequestOf(caller, *request, draft.request_id, context_.vault),
                                                {asker.actor.agent, draft.delegate, own, draft.expire_time}));
    ASSIGN_OR_RETURN(const Uuid id, Uuid::Parse(view.name));
    return ToProto(id, view.delegation);
  });
}

grpc::Status CaseworkHandler::CompleteStep(grpc::ServerContext* context, const v1::CompleteStepRequest* request,
                                           v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [](const CaseFile& file, const auto& asked, const Because& because) {
                          return casework::CompleteStep(file, asked.draft.step, because);
                        });
}

grpc::Status CaseworkHandler::ReportStepOperation(grpc::ServerContext* context, const v1::ReportStepOperationRequest* request,
                                                  v1::Case* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Case> {
    RETURN_IF_ERROR(rpc::CheckSubject(caller, platform_));
    ASSIGN_OR_RETURN(const ReportedStep reported, FromProto(*request));
    ASSIGN_OR_RETURN(const CaseFile file, HearReport(context_, reported.effect, reported.outcome));
    v1::Case answer;  // the shop learns that it was heard, and nothing of the case
    answer.set_name(absl::StrCat("cases/", file.number));
    return answer;
  });
}

}  // namespace redress::casework
