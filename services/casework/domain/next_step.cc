#include "services/casework/domain/next_step.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/casework/domain/saga.h"

namespace redress::casework {
namespace {

std::string OwnerOf(const CaseFile& file) {
  return file.owner.empty() ? "" : absl::StrCat("agents/", file.owner);
}

// Of the parties that are waited for, the first and its nearest deadline.
NextStep Waiting(const CaseFile& file) {
  const absl::optional<Party> party = WaitsFor(file.evidence_requests);
  if (!party.has_value()) return {"回到核查或调查", "Go on with the case: nothing is open any more", OwnerOf(file), {}};
  absl::optional<BusinessTime> due;
  for (const EvidenceRequest& request : file.evidence_requests) {
    if (request.party != *party || request.state != EvidenceState::kOpen) continue;
    due = std::min(due.value_or(request.due_time), request.due_time);
  }
  return {"等待对方答复；逾期按已告知的默认结论处理", "Wait for the answer; without one the stated default holds",
          std::string(Word(*party)), due};
}

NextStep Verifying(const CaseFile& file) {
  if (IsComplete(file.checklist)) return {"核查完成，开始调查", "The checklist is complete: investigate", OwnerOf(file), {}};
  std::string open;
  for (const CheckItem& item : file.checklist) {
    if (item.result != CheckResult::kOpen && item.result != CheckResult::kUnknown) continue;
    absl::StrAppend(&open, open.empty() ? "" : ", ", Word(item.kind));
  }
  return {absl::StrCat("核查：", open), absl::StrCat("Verify: ", open), OwnerOf(file), {}};
}

NextStep Executing(const CaseFile& file) {
  if (file.plans.empty()) return {"", "", OwnerOf(file), {}};
  const Plan& plan = file.plans.back();
  const SagaNext next = NextOf(plan.steps);
  if (next.kind == SagaNext::Kind::kFinish) return {"安排回访", "Every step is done: call the customer back", OwnerOf(file), {}};
  if (next.kind == SagaNext::Kind::kFail)
    return {"步骤失败，提出新方案", "A step failed: propose another plan", OwnerOf(file), {}};
  const PlanStep& step = plan.steps[next.step];
  const bool asked = next.kind == SagaNext::Kind::kAsk;
  return {absl::StrCat(asked ? "等待步骤结果：" : "执行步骤：", step.id, " ", Word(step.kind)),
          absl::StrCat(asked ? "Wait for step " : "Do step ", step.id, ": ", Word(step.kind)),
          absl::StrCat("agents/", step.owner), step.due_time};
}

NextStep CallingBack(const CaseFile& file, const CallbackPolicy& policy) {
  const CallbackStanding standing = StandingOf(file.callbacks, file.reopen_count, policy);
  if (standing.settled()) return {"填写结论并结案", "Close the case with its finding", OwnerOf(file), {}};
  absl::optional<BusinessTime> due;
  if (file.execute_time.has_value()) {
    due = CallbackDueTime(file.callbacks, file.reopen_count, file.severity, *file.execute_time, policy);
  }
  return {absl::StrCat("回访客户（第 ", standing.next_attempt, " 次）"),
          absl::StrCat("Call the customer back, attempt ", standing.next_attempt), OwnerOf(file), due};
}

NextStep Approving(const CaseFile& file) {
  NextStep step = {"审批方案", "Decide on the plan", "", {}};
  for (const Approval& approval : file.approvals) {
    if (approval.state != ApprovalState::kPending) continue;
    step.who = std::string(Word(approval.required));
    step.due_time = approval.expire_time;
  }
  return step;
}

}  // namespace

absl::optional<NextStep> NextStepOf(const CaseFile& file, const CallbackPolicy& policy) {
  switch (file.state) {
    case CaseState::kOpen:
      return NextStep{"受理并开始核查", "Accept the case and begin to verify", OwnerOf(file), {}};
    case CaseState::kVerifying:
      return Verifying(file);
    case CaseState::kInvestigating:
      return NextStep{"查明原因并提出方案", "Find out what happened and propose a plan", OwnerOf(file), {}};
    case CaseState::kPlanProposed:
      return NextStep{"等待客户答复方案", "Wait for the customer's answer to the plan", "CUSTOMER", {}};
    case CaseState::kApprovalPending:
      return Approving(file);
    case CaseState::kExecuting:
      return Executing(file);
    case CaseState::kCallbackDue:
      return CallingBack(file, policy);
    case CaseState::kWaitingCustomer:
    case CaseState::kWaitingSeller:
    case CaseState::kWaitingThirdParty:
      return Waiting(file);
    case CaseState::kReopened:
      return NextStep{
          "主管重新核查", "A supervisor takes the case up again", file.owner.empty() ? "SUPERVISOR" : OwnerOf(file), {}};
    case CaseState::kClosed:
    case CaseState::kRejected:
    case CaseState::kMerged:
      return absl::nullopt;
  }
  return absl::nullopt;
}

}  // namespace redress::casework
