// The methods by which a case ends, goes on, or becomes part of another one.
#include "services/casework/domain/ending.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/verbs.h"

namespace redress::casework {

grpc::Status CaseworkHandler::RecordCallback(grpc::ServerContext* context, const v1::RecordCallbackRequest* request,
                                             v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [&](const CaseFile& file, const auto& asked, const Because& because) {
                          return CallBack(file, asked.draft, context_.policy, because);
                        });
}

grpc::Status CaseworkHandler::CloseCase(grpc::ServerContext* context, const v1::CloseCaseRequest* request, v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [&](const CaseFile& file, const auto& asked, const Because& because) {
                          return casework::CloseCase(file, asked.draft, context_.policy, because);
                        });
}

grpc::Status CaseworkHandler::RejectCase(grpc::ServerContext* context, const v1::RejectCaseRequest* request, v1::Case* response) {
  return AnswerDecision(
      edge_, context_, *context, *request, response,
      [](const CaseFile& file, const auto&, const Because& because) { return casework::RejectCase(file, because); });
}

grpc::Status CaseworkHandler::AppealCase(grpc::ServerContext* context, const v1::AppealCaseRequest* request, v1::Case* response) {
  return AnswerVerb(edge_, context_, *context, *request, response, [&](const auto& verb) -> absl::StatusOr<CaseFile> {
    const absl::optional<Link>& link = verb.asker.link;
    if (link.has_value()) {
      const LinkUse use = {verb.command.target.number, LinkAction::kAppeal, link->subject};
      RETURN_IF_ERROR(CheckLink(*link, use, context_.time.Now()));
    }
    // Which closing is the last one, only the case knows.
    auto decide = [&](const CaseFile& file, const auto&, const Because& because) -> absl::StatusOr<Change> {
      if (link.has_value()) RETURN_IF_ERROR(CheckAppealed(*link, file));
      return casework::AppealCase(file, because);
    };
    return DecideUnderLock(context_, verb, decide);
  });
}

grpc::Status CaseworkHandler::ReopenCase(grpc::ServerContext* context, const v1::ReopenCaseRequest* request, v1::Case* response) {
  return AnswerDecision(
      edge_, context_, *context, *request, response,
      [](const CaseFile& file, const auto&, const Because& because) { return casework::ReopenCase(file, because); });
}

grpc::Status CaseworkHandler::MergeCase(grpc::ServerContext* context, const v1::MergeCaseRequest* request, v1::Case* response) {
  return AnswerVerb(edge_, context_, *context, *request, response, [&](const auto& verb) {
    return Merge(context_, verb.request, verb.command.target, verb.command.draft.into, verb.BecauseAt(context_.time.Now()));
  });
}

grpc::Status CaseworkHandler::UnmergeCase(grpc::ServerContext* context, const v1::UnmergeCaseRequest* request,
                                          v1::Case* response) {
  return AnswerVerb(edge_, context_, *context, *request, response, [&](const auto& verb) {
    return Unmerge(context_, verb.request, verb.command.target, verb.BecauseAt(context_.time.Now()));
  });
}

}  // namespace redress::casework
