// OutreachService: parse, call, render. What is allowed is decided in domain/ and app/; who may call at all is written on the
// methods and enforced by the edge. Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/outreach/v1/outreach_service.grpc.pb.h"
#include "services/outreach/app/context.h"

namespace redress::outreach {

class OutreachHandler final : public v1::OutreachService::Service {
 public:
  // Both must outlive the handler.
  OutreachHandler(rpc::Edge& edge, const Context& context) : edge_(edge), context_(context) {}

  grpc::Status ListNotices(grpc::ServerContext* context, const v1::ListNoticesRequest* request,
                           v1::ListNoticesResponse* response) override;
  grpc::Status PreviewNotice(grpc::ServerContext* context, const v1::PreviewNoticeRequest* request,
                             v1::NoticePreview* response) override;
  grpc::Status ListTemplates(grpc::ServerContext* context, const v1::ListTemplatesRequest* request,
                             v1::ListTemplatesResponse* response) override;
  grpc::Status SetPreference(grpc::ServerContext* context, const v1::SetPreferenceRequest* request,
                             v1::NoticePreference* response) override;
  grpc::Status AnswerSurvey(grpc::ServerContext* context, const v1::AnswerSurveyRequest* request, v1::Survey* response) override;
  grpc::Status JudgeIntent(grpc::ServerContext* context, const v1::JudgeIntentRequest* request,
                           v1::IntentAnswer* response) override;
  grpc::Status ReportReceipt(grpc::ServerContext* context, const v1::ReportReceiptRequest* request,
                             v1::Notice* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
};

}  // namespace redress::outreach
