#include "tools/agents/outside_desk.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "tools/agents/outsiders.h"
#include "tools/client/http.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;
constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
constexpr absl::Duration kLinkLife = absl::Hours(72);
constexpr absl::Duration kTokenLife = absl::Hours(24);

}  // namespace

absl::Status OutsideDesk::Open() {
  client::Claims claims;
  claims.subject = "services/outreach";
  claims.roles = {"SERVICE"};
  claims.ttl = kTokenLife;
  ASSIGN_OR_RETURN(outreach_, signer_.Mint(claims));
  return absl::OkStatus();
}

absl::StatusOr<std::string> OutsideDesk::LinkFor(const std::string& case_name, const Chore& chore) const {
  ASSIGN_OR_RETURN(const BusinessTime now, session_.Now());
  v1::IssueLinkRequest request;
  request.set_name(case_name);
  request.set_party(chore.party);
  request.set_action(chore.action);
  request.set_subject(chore.subject);
  *request.mutable_expire_time() = ToProto(now + kLinkLife);
  client::CallOptions options;
  options.token = outreach_;
  options.direct = true;
  v1::SignedLink link;
  RETURN_IF_ERROR(session_.Call(absl::StrCat(kCasework, "IssueLink"), request, &link, options));
  return link.token();
}

absl::Status OutsideDesk::Do(const std::string& case_name, const Chore& chore) const {
  ASSIGN_OR_RETURN(const std::string token, LinkFor(case_name, chore));
  // Whoever opens the link is shown their part of the case first.
  v1::GetCaseRequest look;
  look.set_name(case_name);
  v1::Case shown;
  RETURN_IF_ERROR(session_.Call(absl::StrCat(kCasework, "GetCase"), look, &shown, {"", token}));
  v1::Case answer;
  const auto send = [&](const char* method, auto request) {
    request.set_name(case_name);
    request.set_request_id(Uuid::Random().ToString());
    return session_.Call(absl::StrCat(kCasework, method), request, &answer, {"", token});
  };
  if (chore.action == "ANSWER_PLAN") {
    v1::AnswerPlanRequest request;
    const bool yes = AcceptsPlan(case_name, shown.plan().number());
    request.set_plan_hash(shown.plan().hash());
    request.set_answer(yes ? v1::Plan::ANSWER_ACCEPTED : v1::Plan::ANSWER_DECLINED);
    return send("AnswerPlan", request);
  }
  if (chore.action == "APPEAL") {
    v1::AppealCaseRequest request;
    request.set_reason(AppealReason(case_name));
    return send("AppealCase", request);
  }
  for (const v1::EvidenceRequest& asked : shown.evidence_requests()) {
    if (asked.id() != chore.subject) continue;
    v1::AnswerEvidenceRequestRequest request;
    request.set_evidence_request(asked.id());
    request.set_answer(EvidenceAnswer(case_name, asked));
    return send("AnswerEvidenceRequest", request);
  }
  for (const v1::Task& task : shown.tasks()) {
    if (task.id() != chore.subject) continue;
    v1::AnswerTaskRequest request;
    request.set_task(task.id());
    request.set_answer(TaskAnswer(case_name, task));
    return send("AnswerTask", request);
  }
  return absl::OkStatus();
}

absl::Status OutsideDesk::Answer(const SurveyLink& survey) const {
  ASSIGN_OR_RETURN(const std::string gateway, session_.Gateway());
  client::HttpRequest request;
  request.verb = "POST";
  request.url = absl::StrCat(gateway, "/v1/", survey.case_name, "/surveys/", survey.closing, ":answer");
  request.token = survey.token;
  request.body = absl::StrCat(R"({"requestId": ")", Uuid::Random().ToString(), R"(", "score": )",
                              SurveyScore(survey.case_name, survey.closing), "}");
  client::HttpClient http;
  ASSIGN_OR_RETURN(const client::HttpReply reply, http.Send(request));
  if (reply.status == 200) return absl::OkStatus();
  // The server's own word where the request was wrong or late; anything else may pass.
  return reply.status >= 400 && reply.status < 500 ? absl::FailedPreconditionError("the survey takes no answer")
                                                   : absl::UnavailableError("the survey is not answered yet");
}

}  // namespace redress::agents
