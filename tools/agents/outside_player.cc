#include "tools/agents/outside_player.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/random.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/proto/values.h"
#include "tools/agents/case_desk.h"
#include "tools/agents/outsiders.h"
#include "tools/client/words.h"
#include "tools/demo_client/parallel.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;
constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
constexpr absl::Duration kLinkLife = absl::Hours(72);
constexpr int kAtOnce = 4;
constexpr absl::Duration kTokenLife = absl::Hours(24);
// Where somebody outside may have something to do; a task can be open while its case is looked into.
constexpr v1::Case::State kStates[] = {v1::Case::STATE_PLAN_PROPOSED,       v1::Case::STATE_WAITING_CUSTOMER,
                                       v1::Case::STATE_WAITING_SELLER,      v1::Case::STATE_INVESTIGATING,
                                       v1::Case::STATE_WAITING_THIRD_PARTY, v1::Case::STATE_VERIFYING,
                                       v1::Case::STATE_CALLBACK_DUE,        v1::Case::STATE_REJECTED};

bool CanAnswerByLink(v1::Party party) {
  return party == v1::PARTY_CUSTOMER || party == v1::PARTY_SELLER || party == v1::PARTY_CARRIER;
}

std::string KeyOf(const std::string& case_name, const Chore& chore) {
  return absl::StrCat(case_name, " ", chore.key);
}

}  // namespace

std::vector<Chore> ChoresOf(const v1::Case& one) {
  std::vector<Chore> chores;
  const int plan = one.plan().number();
  if (one.state() == v1::Case::STATE_PLAN_PROPOSED && !AnswersByPhone(one.name(), plan)) {
    chores.push_back({"CUSTOMER", "ANSWER_PLAN", "", absl::StrCat("plan ", plan)});
  }
  for (const v1::EvidenceRequest& request : one.evidence_requests()) {
    const bool open = request.state() == v1::EvidenceRequest::STATE_OPEN && CanAnswerByLink(request.party());
    if (!open || StaysSilent(one.name(), request.id())) continue;
    chores.push_back({client::Word(request.party()), "ANSWER_EVIDENCE_REQUEST", request.id(), request.id()});
  }
  for (const v1::Task& task : one.tasks()) {
    if (!task.has_answer_time()) chores.push_back({"DEPARTMENT", "ANSWER_TASK", task.id(), task.id()});
  }
  if (one.state() == v1::Case::STATE_REJECTED && one.reopen_count() == 0 && AppealsRejection(one.name())) {
    chores.push_back({"CUSTOMER", "APPEAL", "", "appeal"});
  }
  return chores;
}

absl::StatusOr<std::string> OutsidePlayer::LinkFor(const std::string& case_name, const Chore& chore) const {
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

absl::Status OutsidePlayer::Do(const std::string& case_name, const Chore& chore) const {
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

absl::StatusOr<std::vector<OutsidePlayer::Ready>> OutsidePlayer::Due() {
  ASSIGN_OR_RETURN(const std::string manager, session_.TokenOf("MANAGER"));
  std::vector<Ready> ready;
  for (const v1::Case::State state : kStates) {
    v1::ListCasesRequest request;
    request.set_page_size(200);
    request.set_filter(absl::StrCat("state = ", client::Word(state)));
    do {
      v1::ListCasesResponse page;
      RETURN_IF_ERROR(session_.Call(absl::StrCat(kCasework, "ListCases"), request, &page, {"", manager}));
      const MachineTime now = MachineClock::Now();
      for (const v1::Case& one : page.cases()) {
        for (const Chore& chore : ChoresOf(one)) {
          const MachineTime first = now + absl::Milliseconds(400 + RandomBelow(2200)) * pace_;
          const MachineTime due = due_.emplace(KeyOf(one.name(), chore), first).first->second;
          if (due <= now) ready.push_back({one.name(), chore, {}});
        }
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  return ready;
}

absl::Status OutsidePlayer::Look() {
  if (outreach_.empty()) {
    client::Claims claims;
    claims.subject = "services/outreach";
    claims.roles = {"SERVICE"};
    claims.ttl = kTokenLife;
    ASSIGN_OR_RETURN(outreach_, signer_.Mint(claims));
  }
  ASSIGN_OR_RETURN(std::vector<Ready> ready, Due());
  demo::InParallel(ready.size(), kAtOnce, [&](size_t i) { ready[i].status = Do(ready[i].case_name, ready[i].chore); });
  absl::Status failure;
  for (const Ready& one : ready) {
    // Answered meanwhile, or its time is over: nothing went wrong.
    const bool settled = one.status.ok() || WasRefused(one.status);
    due_[KeyOf(one.case_name, one.chore)] = settled ? Deadline::Never().time() : MachineClock::Now() + absl::Seconds(1);
    answered_ += one.status.ok() ? 1 : 0;
    if (!settled) failure.Update(one.status);
  }
  return failure;
}

}  // namespace redress::agents
