#include "services/casework/store/events.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "libs/events/making.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/casework/store/proto_parts.h"

namespace redress::casework {
namespace {

// The part that a fact is about. A decision that publishes a fact has made its part; the test walks all of them.
template <class Part>
const Part& PartOf(const std::vector<Part>& parts, const std::string& id) {
  static const Part* const none = new Part();
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.id == id; });
  return found == parts.end() ? *none : *found;
}

const Plan& PlanOf(const CaseFile& file, const std::string& number) {
  static const Plan* const none = new Plan();
  const auto found =
      std::find_if(file.plans.begin(), file.plans.end(), [&](const Plan& plan) { return absl::StrCat(plan.number) == number; });
  return found == file.plans.end() ? *none : *found;
}

// Steps end in the present plan only.
const PlanStep& StepOf(const CaseFile& file, const std::string& id) {
  static const Plan* const none = new Plan();
  return PartOf(file.plans.empty() ? none->steps : file.plans.back().steps, id);
}

void Fill(const CaseFile& file, const Fact& fact, v1::CaseOpened* message) {
  message->set_complaint(ComplaintName(fact.id));
  *message->mutable_received_time() = ToProto(file.received_time);
  *message->mutable_open_time() = ToProto(file.open_time);
}

void Fill(const CaseFile&, const Fact& fact, v1::CaseStateChanged* message) {
  message->set_from_state(static_cast<v1::Case::State>(fact.from));
  message->set_to_state(static_cast<v1::Case::State>(fact.to));
  message->set_actor(fact.actor);
  *message->mutable_change_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::CaseTagged* message) {
  *message->mutable_tag() = ToProto(file.tag);
  if (!fact.former_tag.l1.empty()) *message->mutable_former_tag() = ToProto(fact.former_tag);
  message->set_confirmed(file.tag_confirmed);
  message->set_complaint(ComplaintName(fact.id));
  *message->mutable_tag_time() = ToProto(fact.time);
}

void Fill(const CaseFile&, const Fact& fact, v1::ChecklistCompleted* message) {
  *message->mutable_complete_time() = ToProto(fact.time);
}

void Fill(const CaseFile&, const Fact& fact, v1::CustomerTold* message) {
  message->set_agent(fact.actor);
  message->set_how(fact.word);
  *message->mutable_tell_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::PlanProposed* message) {
  const Plan& plan = PlanOf(file, fact.id);
  message->set_plan(plan.number);
  message->set_plan_hash(plan.hash);
  *message->mutable_propose_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::PlanAnswered* message) {
  const Plan& plan = PlanOf(file, fact.id);
  message->set_plan(plan.number);
  message->set_answer(static_cast<v1::Plan::Answer>(plan.answer));
  *message->mutable_answer_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::ApprovalRequested* message) {
  const Approval& approval = PartOf(file.approvals, fact.id);
  message->set_approval(fact.id);
  message->set_required_authority(static_cast<compensation::v1::Authority>(approval.required));
  message->set_proposer(AgentName(approval.proposer));
  *message->mutable_request_time() = ToProto(approval.request_time);
  *message->mutable_expire_time() = ToProto(approval.expire_time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::ApprovalEnded* message) {
  const Approval& approval = PartOf(file.approvals, fact.id);
  message->set_approval(fact.id);
  message->set_state(static_cast<v1::ApprovalRequest::State>(approval.state));
  message->set_approver(AgentName(approval.approver));
  *message->mutable_end_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::StepEnded* message) {
  const PlanStep& step = StepOf(file, fact.id);
  message->set_step(fact.id);
  message->set_kind(static_cast<v1::PlanStep::Kind>(step.kind));
  message->set_state(static_cast<v1::PlanStep::State>(step.state));
  *message->mutable_end_time() = ToProto(fact.time);
  if (!file.plans.empty()) message->set_plan(file.plans.back().number);
  message->set_effect(step.effect);
}

void Fill(const CaseFile& file, const Fact& fact, v1::TaskAssigned* message) {
  const Task& task = PartOf(file.tasks, fact.id);
  message->set_task(fact.id);
  message->set_department(std::string(Word(task.department)));
  *message->mutable_assign_time() = ToProto(task.assign_time);
  *message->mutable_due_time() = ToProto(task.due_time);
}

void Fill(const CaseFile&, const Fact& fact, v1::TaskAnswered* message) {
  message->set_task(fact.id);
  *message->mutable_answer_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::EvidenceRequested* message) {
  const EvidenceRequest& request = PartOf(file.evidence_requests, fact.id);
  message->set_evidence_request(fact.id);
  message->set_party(static_cast<v1::Party>(request.party));
  *message->mutable_request_time() = ToProto(request.request_time);
  *message->mutable_due_time() = ToProto(request.due_time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::EvidenceRequestEnded* message) {
  message->set_evidence_request(fact.id);
  message->set_state(static_cast<v1::EvidenceRequest::State>(PartOf(file.evidence_requests, fact.id).state));
  *message->mutable_end_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const CallbackPolicy& policy, v1::CallbackDue* message) {
  const int round = file.reopen_count;
  message->set_attempt(StandingOf(file.callbacks, round, policy).next_attempt);
  const BusinessTime executed = file.execute_time.value_or(BusinessTime());
  *message->mutable_due_time() = ToProto(CallbackDueTime(file.callbacks, round, file.severity, executed, policy));
}

void Fill(const CaseFile& file, const Fact&, v1::CallbackMade* message) {
  if (!file.callbacks.empty()) *message->mutable_callback() = ToProto(file.callbacks.back());
}

void Fill(const CaseFile& file, const Fact& fact, v1::CaseClosed* message) {
  if (file.closing.has_value()) *message->mutable_closing() = WordlessClosing(*file.closing);
  message->set_state(static_cast<v1::Case::State>(file.state));
  *message->mutable_close_time() = ToProto(fact.time);
}

void Fill(const CaseFile&, const Fact& fact, v1::CaseReopened* message) {
  message->set_reason(fact.word);
  message->set_complaint(ComplaintName(fact.id));
  *message->mutable_reopen_time() = ToProto(fact.time);
}

void Fill(const CaseFile&, const Fact& fact, v1::CaseMerged* message) {
  message->set_into(CaseName(fact.id));
  *message->mutable_merge_time() = ToProto(fact.time);
}

void Fill(const CaseFile&, const Fact& fact, v1::CaseAbsorbed* message) {
  message->set_from(CaseName(fact.id));
  for (const std::string& complaint : fact.complaints) message->add_complaints(ComplaintName(complaint));
  *message->mutable_absorb_time() = ToProto(fact.time);
}

void Fill(const CaseFile& file, const Fact& fact, v1::CaseUnmerged* message) {
  message->set_from(CaseName(fact.id));
  message->set_state(static_cast<v1::Case::State>(file.state));
  *message->mutable_unmerge_time() = ToProto(fact.time);
}

// `from`: what the message is filled from beside the case, the fact or the policy.
template <class Message, class From>
events::NewEvent Say(const CaseFile& file, BusinessTime time, const From& from) {
  Message message;
  message.set_case_(CaseName(file.number));
  Fill(file, from, &message);
  return events::MakeEvent(file.partition, message.case_(), time, message);
}

events::NewEvent EventOf(const CaseFile& file, const Fact& fact, const CallbackPolicy& policy) {
  switch (fact.kind) {
    case FactKind::kCaseOpened:
      return Say<v1::CaseOpened>(file, fact.time, fact);
    case FactKind::kStateChanged:
      return Say<v1::CaseStateChanged>(file, fact.time, fact);
    case FactKind::kTagged:
      return Say<v1::CaseTagged>(file, fact.time, fact);
    case FactKind::kChecklistCompleted:
      return Say<v1::ChecklistCompleted>(file, fact.time, fact);
    case FactKind::kCustomerTold:
      return Say<v1::CustomerTold>(file, fact.time, fact);
    case FactKind::kPlanProposed:
      return Say<v1::PlanProposed>(file, fact.time, fact);
    case FactKind::kPlanAnswered:
      return Say<v1::PlanAnswered>(file, fact.time, fact);
    case FactKind::kApprovalRequested:
      return Say<v1::ApprovalRequested>(file, fact.time, fact);
    case FactKind::kApprovalEnded:
      return Say<v1::ApprovalEnded>(file, fact.time, fact);
    case FactKind::kStepEnded:
      return Say<v1::StepEnded>(file, fact.time, fact);
    case FactKind::kTaskAssigned:
      return Say<v1::TaskAssigned>(file, fact.time, fact);
    case FactKind::kTaskAnswered:
      return Say<v1::TaskAnswered>(file, fact.time, fact);
    case FactKind::kEvidenceRequested:
      return Say<v1::EvidenceRequested>(file, fact.time, fact);
    case FactKind::kEvidenceEnded:
      return Say<v1::EvidenceRequestEnded>(file, fact.time, fact);
    case FactKind::kCallbackDue:
      return Say<v1::CallbackDue>(file, fact.time, policy);
    case FactKind::kCallbackMade:
      return Say<v1::CallbackMade>(file, fact.time, fact);
    case FactKind::kCaseClosed:
      return Say<v1::CaseClosed>(file, fact.time, fact);
    case FactKind::kCaseReopened:
      return Say<v1::CaseReopened>(file, fact.time, fact);
    case FactKind::kCaseMerged:
      return Say<v1::CaseMerged>(file, fact.time, fact);
    case FactKind::kCaseAbsorbed:
      return Say<v1::CaseAbsorbed>(file, fact.time, fact);
    case FactKind::kCaseUnmerged:
      break;
  }
  return Say<v1::CaseUnmerged>(file, fact.time, fact);
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const Change& change, const CallbackPolicy& policy) {
  std::vector<events::NewEvent> events;
  for (const Fact& fact : change.facts) events.push_back(EventOf(change.next, fact, policy));
  return events;
}

}  // namespace redress::casework
