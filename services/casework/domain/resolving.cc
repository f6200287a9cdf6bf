#include "services/casework/domain/resolving.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kReasonMax = 500;  // code points

absl::Status CheckVerified(const CaseFile& file) {
  if (IsComplete(file.checklist)) return absl::OkStatus();
  std::string open;
  for (const CheckItem& item : file.checklist) {
    if (item.result != CheckResult::kOpen && item.result != CheckResult::kUnknown) continue;
    absl::StrAppend(&open, open.empty() ? "" : ", ", Word(item.kind));
  }
  return Refuse("CHECKLIST_INCOMPLETE", absl::StrCat("nothing is promised before it was verified; open: ", open));
}

absl::Status NoPlan(const CaseFile& file) {
  return Refuse("ILLEGAL_TRANSITION", absl::StrCat("the case is ", Word(file.state), " and has no plan"));
}

void EndPlan(Change* change, PlanAnswer answer, const Because& because) {
  Plan& plan = change->next.plans.back();
  plan.answer = answer;
  plan.answer_time = because.now;
  Say(change, {"PLAN_ANSWERED", absl::StrCat(plan.number), std::string(Word(answer)), true}, because);
  Publish(change, FactKind::kPlanAnswered, absl::StrCat(plan.number), because.now);
}

// Ends the execution where nothing is left to be done or to be waited for.
absl::Status EndIfOver(Change* change, const Because& because) {
  const SagaNext next = NextOf(change->next.plans.back().steps);
  if (next.kind == SagaNext::Kind::kFail) return Move(change, CaseEvent::kFail, because);
  if (next.kind != SagaNext::Kind::kFinish) return absl::OkStatus();
  RETURN_IF_ERROR(Move(change, CaseEvent::kFinish, because));
  change->next.execute_time = because.now;
  Publish(change, FactKind::kCallbackDue, "", because.now);
  return absl::OkStatus();
}

PlanStep* FindStep(CaseFile* file, const std::string& id) {
  if (file->plans.empty()) return nullptr;
  for (PlanStep& step : file->plans.back().steps) {
    if (step.id == id) return &step;
  }
  return nullptr;
}

absl::Status StepNotFound() {
  return Error(absl::StatusCode::kNotFound, "STEP_NOT_FOUND", "the present plan has no such step");
}

}  // namespace

absl::StatusOr<Change> ProposePlan(const CaseFile& file, std::vector<PlanStep> steps, std::vector<QuotedOption> quoted,
                                   const CasePolicy& policy, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckVerified(file));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Move(&change, CaseEvent::kPropose, because));
  PlanDraft draft;
  draft.case_number = file.number;
  draft.number = static_cast<int>(file.plans.size()) + 1;
  draft.proposer = because.actor.agent;
  draft.steps = std::move(steps);
  draft.quoted = std::move(quoted);
  ASSIGN_OR_RETURN(draft.granted, GivenBy(file.plans));
  ASSIGN_OR_RETURN(Plan plan, Propose(std::move(draft), policy.bands, policy.offer, because.now));
  if (file.state == CaseState::kPlanProposed) EndPlan(&change, PlanAnswer::kWithdrawn, because);
  Say(&change, {"PLAN_PROPOSED", "", absl::StrCat(plan.number, " ", plan.hash), true}, because);
  Publish(&change, FactKind::kPlanProposed, absl::StrCat(plan.number), because.now);
  PublishTold(&change, "PLAN", because);
  change.next.plans.push_back(std::move(plan));
  return change;
}

absl::StatusOr<Change> WithdrawPlan(const CaseFile& file, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Move(&change, CaseEvent::kWithdraw, because));
  EndPlan(&change, PlanAnswer::kWithdrawn, because);
  return change;
}

absl::StatusOr<Change> AnswerPlan(const CaseFile& file, absl::string_view plan_hash, PlanAnswer answer, const CasePolicy& policy,
                                  const Because& because) {
  if (!because.actor.agent.empty()) {
    RETURN_IF_ERROR(CheckMayAct(file, because.actor));
    RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  }
  Violations violations;
  if (answer != PlanAnswer::kAccepted && answer != PlanAnswer::kDeclined) violations.Add("answer", "ACCEPTED or DECLINED");
  RETURN_IF_ERROR(violations.ToStatus());
  if (file.plans.empty()) return NoPlan(file);
  const Plan& plan = file.plans.back();
  Change change = Unchanged(file);
  const bool yes = answer == PlanAnswer::kAccepted, ask = yes && NeedsApproval(plan);
  const CaseEvent event = ask ? CaseEvent::kAcceptPending : yes ? CaseEvent::kAccept : CaseEvent::kDecline;
  RETURN_IF_ERROR(Move(&change, event, because));
  RETURN_IF_ERROR(CheckPlanHash(plan, plan_hash));
  if (yes) RETURN_IF_ERROR(CheckStands(plan, because.now));
  EndPlan(&change, answer, because);
  if (!ask) return change;
  const int number = static_cast<int>(file.approvals.size()) + 1;
  Approval approval = AskApproval(plan, number, file.severity, policy.approval, because.now);
  Say(&change, {"APPROVAL_REQUESTED", approval.id, std::string(Word(approval.required))}, because);
  Publish(&change, FactKind::kApprovalRequested, approval.id, because.now);
  change.next.approvals.push_back(std::move(approval));
  return change;
}

absl::StatusOr<Change> DecideApproval(const CaseFile& file, const Approver& approver, const Decision& decision,
                                      const Because& because) {
  if (file.approvals.empty()) return Refuse("APPROVAL_NOT_PENDING", "nobody was asked to approve");
  Change change = Unchanged(file);
  Approval& approval = change.next.approvals.back();
  ASSIGN_OR_RETURN(approval, Decide(approval, approver, decision, because.now));
  RETURN_IF_ERROR(Move(&change, decision.approved ? CaseEvent::kApprove : CaseEvent::kRefuse, because));
  Say(&change, {"APPROVAL_DECIDED", approval.id, std::string(Word(approval.state))}, because);
  Publish(&change, FactKind::kApprovalEnded, approval.id, because.now);
  return change;
}

absl::StatusOr<Change> GoOn(const CaseFile& file, BusinessTime now) {
  if (file.state != CaseState::kExecuting) {
    return Refuse("ILLEGAL_TRANSITION", absl::StrCat("the case is ", Word(file.state), "; steps run while it is EXECUTING"));
  }
  const Because because = {{"services/casework", "", false}, "", now};
  Change change = Unchanged(file);
  const SagaNext next = NextOf(file.plans.back().steps);
  if (next.kind == SagaNext::Kind::kBegin) {
    PlanStep& step = change.next.plans.back().steps[next.step];
    ASSIGN_OR_RETURN(step, Begin(step));
    Say(&change, {"STEP_BEGUN", step.id, std::string(Word(step.kind))}, because);
    return change;
  }
  RETURN_IF_ERROR(EndIfOver(&change, because));
  return change;
}

absl::StatusOr<Change> HearStep(const CaseFile& file, const std::string& step, const StepOutcome& outcome,
                                const Because& because) {
  Change change = Unchanged(file);
  PlanStep* const heard = FindStep(&change.next, step);
  if (heard == nullptr) return StepNotFound();
  const StepState former = heard->state;
  ASSIGN_OR_RETURN(*heard, Hear(*heard, outcome, because.now));
  if (heard->state == former) return change;
  Say(&change, {"STEP_ENDED", absl::StrCat(step, " ", Word(former)), absl::StrCat(step, " ", Word(heard->state)), true}, because);
  Publish(&change, FactKind::kStepEnded, step, because.now);
  RETURN_IF_ERROR(EndIfOver(&change, because));
  return change;
}

absl::StatusOr<Change> CompleteStep(const CaseFile& file, const std::string& step, const Because& because) {
  CaseFile present = file;
  const PlanStep* const completed = FindStep(&present, step);
  if (completed == nullptr) return StepNotFound();
  if (ActionOf(*completed) != StepAction::kPersonActs) {
    return Refuse("NOT_A_PERSONS_STEP", absl::StrCat("step ", step, " is done by: ", Word(ActionOf(*completed))));
  }
  if (!because.actor.supervisor && because.actor.agent != completed->owner) {
    return Refuse("NOT_STEP_OWNER", absl::StrCat("step ", step, " is agents/", completed->owner, "'s"));
  }
  return HearStep(file, step, {StepOutcome::Kind::kDone, "", "", ""}, because);
}

}  // namespace redress::casework
