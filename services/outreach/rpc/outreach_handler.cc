#include "services/outreach/rpc/outreach_handler.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/request_hash.h"
#include "services/outreach/app/answers.h"
#include "services/outreach/app/reading.h"
#include "services/outreach/rpc/convert.h"

namespace redress::outreach {
namespace {

Request RequestOf(const rpc::Caller& caller, const google::protobuf::Message& request, const Uuid& id) {
  return {{caller.subject, id, request.GetTypeName(), rpc::RequestHash(request)}, caller.deadline};
}

}  // namespace

grpc::Status OutreachHandler::ListNotices(grpc::ServerContext* context, const v1::ListNoticesRequest* request,
                                          v1::ListNoticesResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListNoticesResponse> {
    ASSIGN_OR_RETURN(const std::string number, CaseIn(request->parent(), "parent"));
    ASSIGN_OR_RETURN(const std::vector<Notice> notices, ReadNotices(context_, number));
    v1::ListNoticesResponse answer;
    for (const Notice& notice : notices) *answer.add_notices() = ToProto(notice);
    return answer;
  });
}

grpc::Status OutreachHandler::PreviewNotice(grpc::ServerContext* context, const v1::PreviewNoticeRequest* request,
                                            v1::NoticePreview* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::NoticePreview> {
    ASSIGN_OR_RETURN(const PreviewWish wish, FromProto(*request));
    ASSIGN_OR_RETURN(const Preview preview, PreviewOf(context_, {wish.case_number, wish.kind, wish.language}));
    v1::NoticePreview answer;
    answer.set_template_(preview.template_name);
    answer.set_way(static_cast<v1::NoticeWay>(preview.way));
    answer.set_subject(preview.subject);
    answer.set_text(preview.text);
    answer.set_short_text(preview.short_text);
    answer.set_reason(preview.reason);
    return answer;
  });
}

grpc::Status OutreachHandler::ListTemplates(grpc::ServerContext* context, const v1::ListTemplatesRequest* request,
                                            v1::ListTemplatesResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListTemplatesResponse> {
    v1::ListTemplatesResponse answer;
    for (const auto& [kind, of] : context_.library.templates) {
      for (const absl::string_view language : kLanguages) *answer.add_templates() = ToProto(of, language);
    }
    return answer;
  });
}

grpc::Status OutreachHandler::SetPreference(grpc::ServerContext* context, const v1::SetPreferenceRequest* request,
                                            v1::NoticePreference* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::NoticePreference> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    RETURN_IF_ERROR(CheckLinked(caller, {parsed.command.case_number, kSetPreference, ""}, context_.time.Now()));
    ASSIGN_OR_RETURN(const PreferenceView view,
                     outreach::SetPreference(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status OutreachHandler::AnswerSurvey(grpc::ServerContext* context, const v1::AnswerSurveyRequest* request,
                                           v1::Survey* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Survey> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    const LinkedUse use{parsed.command.case_number, kAnswerSurvey, absl::StrCat(parsed.command.closing)};
    RETURN_IF_ERROR(CheckLinked(caller, use, context_.time.Now()));
    ASSIGN_OR_RETURN(const SurveyView view,
                     outreach::AnswerSurvey(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status OutreachHandler::JudgeIntent(grpc::ServerContext* context, const v1::JudgeIntentRequest* request,
                                          v1::IntentAnswer* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::IntentAnswer> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    RETURN_IF_ERROR(CheckLinked(caller, {parsed.command.case_number, kJudgeIntent, ""}, context_.time.Now()));
    ASSIGN_OR_RETURN(const IntentView view, outreach::JudgeIntent(context_, RequestOf(caller, *request, parsed.request_id),
                                                                  parsed.command.case_number, parsed.command.solved));
    return ToProto(view);
  });
}

grpc::Status OutreachHandler::ReportReceipt(grpc::ServerContext* context, const v1::ReportReceiptRequest* request,
                                            v1::Notice* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Notice> {
    ASSIGN_OR_RETURN(const Receipt receipt, FromProto(*request));
    ASSIGN_OR_RETURN(const Notice notice, HearReceipt(context_, receipt, caller.deadline));
    return ToProto(notice);
  });
}

}  // namespace redress::outreach
