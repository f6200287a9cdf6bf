// What helps people with a case: links for those outside, scripts, the check of the audit trail.
#include "libs/proto/values.h"
#include "services/casework/app/reading.h"
#include "services/casework/domain/signals.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/verbs.h"

namespace redress::casework {
namespace {

constexpr size_t kScriptsMax = 10;

}  // namespace

grpc::Status CaseworkHandler::IssueLink(grpc::ServerContext* context, const v1::IssueLinkRequest* request,
                                        v1::SignedLink* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::SignedLink> {
    ASSIGN_OR_RETURN(const LinkWish wish, FromProto(*request));
    ASSIGN_OR_RETURN(const CaseFile file, Look(context_, {wish.number}));
    const BusinessTime now = context_.time.Now();
    ASSIGN_OR_RETURN(const Link link, DraftLink(file, wish.draft, now));
    v1::SignedLink answer;
    ASSIGN_OR_RETURN(*answer.mutable_token(),
                     tokens_.TokenFor(SubjectOf(link), std::string(Word(link.party)), link.expire_time - now));
    *answer.mutable_expire_time() = redress::ToProto(link.expire_time);
    return answer;
  });
}

grpc::Status CaseworkHandler::SuggestScripts(grpc::ServerContext* context, const v1::SuggestScriptsRequest* request,
                                             v1::SuggestScriptsResponse* response) {
  using Answer = v1::SuggestScriptsResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const ScriptsWish wish, FromProto(*request));
    ASSIGN_OR_RETURN(const Asker asker, AskerOf(caller));
    ASSIGN_OR_RETURN(const CaseFile file, Look(context_, {wish.number, "", asker.reader}));
    Answer answer;
    const Situation situation = {file.state, EmotionOf(file.signals), file.tag, wish.language};
    for (const Script& script : Suggest(context_.scripts, situation, kScriptsMax)) {
      *answer.add_scripts() = ToProto(script, context_.scripts.version);
    }
    return answer;
  });
}

grpc::Status CaseworkHandler::VerifyAudit(grpc::ServerContext* context, const v1::VerifyAuditRequest* request,
                                          v1::VerifyAuditResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::VerifyAuditResponse> {
    ASSIGN_OR_RETURN(const std::string number, FromProto(*request));
    ASSIGN_OR_RETURN(const AuditReport report, VerifyTrails(context_, number, caller.deadline));
    return ToProto(report);
  });
}

}  // namespace redress::casework
