#include "tools/agents/next_move.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "libs/proto/values.h"
#include "tools/agents/causes.h"
#include "tools/agents/chance.h"
#include "tools/agents/moves.h"
#include "tools/agents/outsiders.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;
using State = v1::Case;
constexpr int kAttempts = 3;

bool IsOver(const v1::Case& one) {
  return one.state() == State::STATE_CLOSED || one.state() == State::STATE_REJECTED || one.state() == State::STATE_MERGED;
}

bool IsOpen(const v1::ChecklistItem& item) {
  return item.result() == v1::ChecklistItem::RESULT_UNSPECIFIED || item.result() == v1::ChecklistItem::RESULT_UNKNOWN;
}

bool IsVerified(const v1::Case& one) {
  return !one.checklist().empty() && absl::c_none_of(one.checklist(), IsOpen);
}

bool HasOpenTask(const v1::Case& one) {
  return absl::c_any_of(one.tasks(), [](const v1::Task& task) { return !task.has_answer_time(); });
}

bool HasSignal(const v1::Case& one, absl::string_view kind) {
  return absl::c_any_of(one.signals(), [&](const type::v1::Signal& signal) { return signal.kind() == kind; });
}

bool NoComplaint(const Desk& desk) {
  return !desk.reading->is_complaint.value_or(desk.one.tag().l1() != "OTHER");
}

// The reader's tag, else the present one; something has to be said in the end.
type::v1::Tag TagFor(const Desk& desk) {
  if (!desk.reading->tag.l1().empty()) return desk.reading->tag;
  type::v1::Tag tag = desk.one.tag();
  if (tag.l1().empty()) tag.set_l1("AFTER_SALES");
  return tag;
}

// A tag that a colleague confirmed stands.
bool TagIsSettled(const Desk& desk) {
  return desk.one.tag_confirmed();
}

Move Verify(const Desk& desk) {
  if (!TagIsSettled(desk)) return SetTag(desk, TagFor(desk));
  if (NoComplaint(desk)) return Dismiss(desk);
  const v1::Case& one = desk.one;
  const bool untouched = absl::c_all_of(
      one.checklist(), [](const v1::ChecklistItem& item) { return item.result() == v1::ChecklistItem::RESULT_UNSPECIFIED; });
  if (untouched) return FillChecklist(desk);
  const auto open = absl::c_find_if(one.checklist(), IsOpen);
  if (open != one.checklist().end()) return CheckItem(desk, *open);
  return Advance(desk, State::STATE_INVESTIGATING, "核查完毕");
}

// What does not agree with the evidence is sometimes refused, once; never where somebody is in danger, and a case that smells of
// extortion only by a supervisor.
bool ToBeRejected(const Desk& desk) {
  const v1::Case& one = desk.one;
  if (one.reopen_count() > 0 || one.severity() == type::v1::SEVERITY_CRITICAL || one.vip_level() > 0) return false;
  if (HasSignal(one, "malicious_risk")) return desk.supervisor && Chance(one.name(), "rejected", 50);
  return Contradicted(one) && Chance(one.name(), "rejected", 50);
}

// The department that is asked, if any.
std::string DepartmentFor(const v1::Case& one, const Cause& cause) {
  if (HasSignal(one, "malicious_risk")) return "LEGAL";
  const bool always = one.tag().l2() == "REFUND" || one.tag().l2() == "PAYMENT";
  return always || Chance(one.name(), "task", 20) ? cause.department : "";
}

bool AsksEvidence(const v1::Case& one) {
  return HasSignal(one, "counterfeit_claim") || Chance(one.name(), "evidence", 25);
}

// The quotation that the present plan was chosen from; empty where it promised nothing of any.
std::string QuotationOf(const v1::Plan& plan) {
  for (const v1::PlanStep& step : plan.steps()) {
    if (!step.quotation().empty()) return step.quotation();
  }
  return "";
}

bool HasExpired(const compensation::v1::Quotation& quotation, BusinessTime now) {
  return quotation.has_expire_time() && TimeOf(quotation.expire_time()) <= now;
}

Move Investigate(const Desk& desk) {
  const v1::Case& one = desk.one;
  if (!TagIsSettled(desk)) return SetTag(desk, TagFor(desk));
  if (!IsVerified(one)) return Advance(desk, State::STATE_VERIFYING, "还有核查项没有结论");
  if (ToBeRejected(desk)) return Reject(desk);
  const Cause& cause = CauseOf(one.tag());
  if (one.evidence_requests().empty() && AsksEvidence(one)) return AskEvidence(desk, cause);
  const std::string department = DepartmentFor(one, cause);
  if (one.tasks().empty() && !department.empty()) return AssignTask(desk, department, cause);
  if (HasOpenTask(one)) return Wait();
  const std::string former = QuotationOf(one.plan());
  if (!desk.quotation) return former.empty() ? Quote(desk) : ReadQuotation(former);
  return HasExpired(*desk.quotation, desk.now) ? Quote(desk) : Propose(desk, cause);
}

Move Execute(const Desk& desk) {
  for (const v1::PlanStep& step : desk.one.plan().steps()) {
    const bool a_persons = step.kind() == v1::PlanStep::KIND_APOLOGY || step.kind() == v1::PlanStep::KIND_PERSON;
    const bool mine = step.owner() == desk.me || desk.supervisor;
    if (a_persons && mine && step.state() == v1::PlanStep::STATE_RUNNING) return CompleteStep(desk, step);
  }
  return Wait();
}

Move HandleCase(const Desk& desk) {
  const v1::Case& one = desk.one;
  if (IsOver(one)) return Done();
  if (one.owner() != desk.me) return Wait();  // casework hears of the owner a moment later than routing
  if (!desk.reading) return ReadComplaint();
  switch (one.state()) {
    case State::STATE_OPEN:
      return NoComplaint(desk) && one.tag().l1() == "OTHER" ? Dismiss(desk)
                                                            : Advance(desk, State::STATE_VERIFYING, "受理，开始核查");
    case State::STATE_REOPENED:
      return IsVerified(one) ? Advance(desk, State::STATE_INVESTIGATING, "主管重新调查")
                             : Advance(desk, State::STATE_VERIFYING, "主管重新核查");
    case State::STATE_VERIFYING:
      return Verify(desk);
    case State::STATE_INVESTIGATING:
      return Investigate(desk);
    case State::STATE_PLAN_PROPOSED:
      return AnswersByLink(one.name(), one.plan().number()) ? Wait() : AnswerByPhone(desk);
    case State::STATE_EXECUTING:
      return Execute(desk);
    case State::STATE_CALLBACK_DUE:
      return CallbackSettled(one) && !HasOpenTask(one) ? Close(desk, CauseOf(one.tag())) : Wait();
    default:
      return Wait();
  }
}

Move Approve(const Desk& desk) {
  const v1::Case& one = desk.one;
  const bool pending =
      one.state() == State::STATE_APPROVAL_PENDING && one.approval().state() == v1::ApprovalRequest::STATE_PENDING;
  if (!pending) return Done();
  const bool no = one.plan().number() == 1 && Chance(one.name(), "approval-refused", 6);
  return Decide(desk, !no);
}

Move CallCustomer(const Desk& desk) {
  const v1::Case& one = desk.one;
  if (one.state() != State::STATE_CALLBACK_DUE || CallbackSettled(one)) return Done();
  return CallBack(desk);
}

Move DoTask(const Desk& desk) {
  const auto open = absl::c_find_if(desk.one.tasks(), [](const v1::Task& task) { return !task.has_answer_time(); });
  if (IsOver(desk.one) || open == desk.one.tasks().end()) return Done();
  return desk.one.owner() == desk.me || desk.supervisor ? AnswerTask(desk, *open) : Wait();
}

}  // namespace

bool CallbackSettled(const v1::Case& one) {
  int made = 0;
  for (const v1::Callback& callback : one.callbacks()) {
    if (callback.round() != one.reopen_count()) continue;
    if (callback.outcome() != v1::Callback::OUTCOME_NOT_REACHED) return true;
    ++made;
  }
  return made >= kAttempts;
}

Move NextMove(routing::v1::WorkItem::Kind item, const Desk& desk) {
  switch (item) {
    case routing::v1::WorkItem::KIND_APPROVE:
      return Approve(desk);
    case routing::v1::WorkItem::KIND_CALL_BACK:
      return CallCustomer(desk);
    case routing::v1::WorkItem::KIND_DEPARTMENT_TASK:
      return DoTask(desk);
    default:
      return HandleCase(desk);
  }
}

}  // namespace redress::agents
