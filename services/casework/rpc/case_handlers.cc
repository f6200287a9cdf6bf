// The methods about the case itself: reading, moving, verifying, tagging, notes.
#include "services/casework/app/reading.h"
#include "services/casework/app/verify.h"
#include "services/casework/domain/handling.h"
#include "services/casework/rpc/casework_handler.h"
#include "services/casework/rpc/verbs.h"

namespace redress::casework {

grpc::Status CaseworkHandler::GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request, v1::Case* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Case> {
    ASSIGN_OR_RETURN(const std::string number, FromProto(*request));
    ASSIGN_OR_RETURN(const Asker asker, AskerOf(caller));
    if (asker.link.has_value()) RETURN_IF_ERROR(CheckLook(*asker.link, number, context_.time.Now()));
    ASSIGN_OR_RETURN(const CaseView view, ReadCase(context_, {number, "", asker.reader}));
    return ToProto(view.file, View{asker.link, view.earlier, asker.service});
  });
}

grpc::Status CaseworkHandler::ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                                        v1::ListCasesResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ListCasesResponse> {
    ASSIGN_OR_RETURN(CaseQuery query, FromProto(*request));
    ASSIGN_OR_RETURN(const Asker asker, AskerOf(caller));
    query.reader = asker.reader;
    ASSIGN_OR_RETURN(const std::vector<CaseFile> files, ReadCases(context_, query));
    v1::ListCasesResponse answer;
    for (const CaseFile& file : files) *answer.add_cases() = ToProto(file, View());
    if (static_cast<int>(files.size()) == query.limit) answer.set_next_page_token(NextPageToken(*request, files.back()));
    return answer;
  });
}

grpc::Status CaseworkHandler::ListTimeline(grpc::ServerContext* context, const v1::ListTimelineRequest* request,
                                           v1::ListTimelineResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ListTimelineResponse> {
    ASSIGN_OR_RETURN(const TimelineQuery query, FromProto(*request));
    ASSIGN_OR_RETURN(const Asker asker, AskerOf(caller));
    ASSIGN_OR_RETURN(const Timeline timeline, ReadTimeline(context_, {query.number, "", asker.reader}, query.after, query.limit));
    v1::ListTimelineResponse answer;
    for (const AuditEntry& entry : timeline.entries) *answer.add_entries() = ToProto(entry);
    if (timeline.next_step.has_value()) *answer.mutable_next_step() = ToProto(*timeline.next_step);
    if (static_cast<int>(timeline.entries.size()) == query.limit) {
      answer.set_next_page_token(NextPageToken(*request, timeline.entries.back().sequence));
    }
    return answer;
  });
}

grpc::Status CaseworkHandler::AdvanceCase(grpc::ServerContext* context, const v1::AdvanceCaseRequest* request,
                                          v1::Case* response) {
  return AnswerDecision(
      edge_, context_, *context, *request, response,
      [](const CaseFile& file, const auto& asked, const Because& because) { return Advance(file, asked.draft, because); });
}

grpc::Status CaseworkHandler::FillChecklist(grpc::ServerContext* context, const v1::FillChecklistRequest* request,
                                            v1::Case* response) {
  return AnswerVerb(edge_, context_, *context, *request, response, [&](const auto& verb) {
    return casework::FillChecklist(context_, verb.request, verb.command.target, verb.asker.actor);
  });
}

grpc::Status CaseworkHandler::CheckItem(grpc::ServerContext* context, const v1::CheckItemRequest* request, v1::Case* response) {
  return AnswerDecision(
      edge_, context_, *context, *request, response,
      [](const CaseFile& file, const auto& asked, const Because& because) { return CheckItemOf(file, asked.draft, because); });
}

grpc::Status CaseworkHandler::SetTag(grpc::ServerContext* context, const v1::SetTagRequest* request, v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [](const CaseFile& file, const auto& asked, const Because& because) {
                          return casework::SetTag(file, asked.draft, because);
                        });
}

grpc::Status CaseworkHandler::AddNote(grpc::ServerContext* context, const v1::AddNoteRequest* request, v1::Case* response) {
  return AnswerDecision(edge_, context_, *context, *request, response,
                        [](const CaseFile& file, const auto& asked, const Because& because) {
                          return casework::AddNote(file, asked.draft.shown_to_customer, because);
                        });
}

}  // namespace redress::casework
