// The methods about what is asked of others: evidence of parties, tasks of departments.
#include "services/casework/domain/waiting.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/verbs.h"

namespace redress::casework {

grpc::Status CaseworkHandler::RequestEvidence(grpc::ServerContext* context, const v1::RequestEvidenceRequest* request,
                                              v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [&](const CaseFile& file, const auto& asked, const Because& because) {
                          return casework::RequestEvidence(file, asked.draft, context_.policy, because);
                        });
}

grpc::Status CaseworkHandler::AnswerEvidenceRequest(grpc::ServerContext* context, const v1::AnswerEvidenceRequestRequest* request,
                                                    v1::Case* response) {
  return AnswerLinked(
      edge_, context_, *context, *request, response,
      [](const auto& asked) {
        return LinkUse{asked.target.number, LinkAction::kAnswerEvidenceRequest, asked.draft.id};
      },
      [](const CaseFile& file, const auto& asked, const Because& because) {
        return AnswerEvidence(file, asked.draft.id, asked.draft.answer, because);
      });
}

grpc::Status CaseworkHandler::AssignTask(grpc::ServerContext* context, const v1::AssignTaskRequest* request, v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [&](const CaseFile& file, const auto& asked, const Because& because) {
                          return GiveTask(file, asked.draft, context_.policy, because);
                        });
}

grpc::Status CaseworkHandler::AnswerTask(grpc::ServerContext* context, const v1::AnswerTaskRequest* request, v1::Case* response) {
  return AnswerLinked(
      edge_, context_, *context, *request, response,
      [](const auto& asked) {
        return LinkUse{asked.target.number, LinkAction::kAnswerTask, asked.draft.id};
      },
      [](const CaseFile& file, const auto& asked, const Because& because) {
        return casework::AnswerTask(file, asked.draft.id, asked.draft.answer, because);
      });
}

}  // namespace redress::casework
