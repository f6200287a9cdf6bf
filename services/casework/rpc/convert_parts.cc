// The parts of a case as staff see them, and what helps people with a case.
#include "absl/strings/str_cat.h"
#include "services/casework/rpc/convert.h"
#include "services/casework/store/proto_parts.h"

namespace redress::casework {

v1::ChecklistItem ToProto(const CheckItem& item) {
  v1::ChecklistItem proto;
  proto.set_kind(std::string(Word(item.kind)));
  proto.set_result(static_cast<v1::ChecklistItem::Result>(item.result));
  proto.set_finding(item.finding);
  proto.set_checked_by(item.checked_by);
  if (item.check_time.has_value()) *proto.mutable_check_time() = ToProto(*item.check_time);
  return proto;
}

v1::EvidenceRequest ToProto(const EvidenceRequest& request) {
  v1::EvidenceRequest proto;
  proto.set_id(request.id);
  proto.set_party(static_cast<v1::Party>(request.party));
  proto.set_question(request.question);
  *proto.mutable_due_time() = ToProto(request.due_time);
  proto.set_default_on_silence(request.default_on_silence);
  proto.set_state(static_cast<v1::EvidenceRequest::State>(request.state));
  proto.set_answer(request.answer);
  if (request.end_time.has_value()) *proto.mutable_answer_time() = ToProto(*request.end_time);
  return proto;
}

v1::Task ToProto(const Task& task) {
  v1::Task proto;
  proto.set_id(task.id);
  proto.set_department(std::string(Word(task.department)));
  proto.set_contact(task.contact);
  proto.set_request(task.request);
  *proto.mutable_due_time() = ToProto(task.due_time);
  proto.set_answer(task.answer);
  if (task.answer_time.has_value()) *proto.mutable_answer_time() = ToProto(*task.answer_time);
  proto.set_overdue(task.overdue);
  return proto;
}

v1::PlanStep ToProto(const PlanStep& step) {
  v1::PlanStep proto;
  proto.set_id(step.id);
  proto.set_kind(static_cast<v1::PlanStep::Kind>(step.kind));
  proto.set_owner(AgentName(step.owner));
  if (step.due_time.has_value()) *proto.mutable_due_time() = ToProto(*step.due_time);
  proto.set_quotation(step.quotation);
  proto.set_option(step.option);
  proto.set_description(step.description);
  proto.set_subject(step.subject);
  proto.set_detail(step.detail);
  proto.set_state(static_cast<v1::PlanStep::State>(step.state));
  proto.set_effect(step.effect);
  proto.set_failure_reason(step.failure_reason);
  proto.set_result_reference(step.result_reference);
  if (step.done_time.has_value()) *proto.mutable_done_time() = ToProto(*step.done_time);
  return proto;
}

v1::Plan ToProto(const Plan& plan) {
  v1::Plan proto;
  proto.set_number(plan.number);
  proto.set_proposer(AgentName(plan.proposer));
  for (const PlanStep& step : plan.steps) *proto.add_steps() = ToProto(step);
  proto.set_hash(plan.hash);
  for (const Money& total : plan.totals) *proto.add_totals() = ToProto(total);
  proto.set_required_authority(static_cast<compensation::v1::Authority>(plan.required_authority));
  proto.set_answer(static_cast<v1::Plan::Answer>(plan.answer));
  *proto.mutable_propose_time() = ToProto(plan.propose_time);
  *proto.mutable_expire_time() = ToProto(plan.expire_time);
  if (plan.answer_time.has_value()) *proto.mutable_answer_time() = ToProto(*plan.answer_time);
  return proto;
}

v1::ApprovalRequest ToProto(const Approval& approval) {
  v1::ApprovalRequest proto;
  proto.set_id(approval.id);
  proto.set_plan_hash(approval.plan_hash);
  proto.set_required_authority(static_cast<compensation::v1::Authority>(approval.required));
  proto.set_state(static_cast<v1::ApprovalRequest::State>(approval.state));
  proto.set_approver(AgentName(approval.approver));
  proto.set_delegator(AgentName(approval.delegator));
  proto.set_reason(approval.reason);
  *proto.mutable_request_time() = ToProto(approval.request_time);
  *proto.mutable_expire_time() = ToProto(approval.expire_time);
  const bool decided = approval.state == ApprovalState::kApproved || approval.state == ApprovalState::kRefused;
  if (decided) {
    *proto.mutable_decide_time() = ToProto(approval.end_time.value_or(approval.expire_time));
    proto.set_used_authority(static_cast<compensation::v1::Authority>(approval.used));
  }
  return proto;
}

v1::Closing ToProto(const Closing& closing) {
  v1::Closing proto = WordlessClosing(closing);
  proto.set_rejection_reason(closing.rejection_reason);
  return proto;
}

v1::TimelineEntry ToProto(const AuditEntry& entry) {
  v1::TimelineEntry proto;
  proto.set_sequence(entry.sequence);
  *proto.mutable_time() = ToProto(entry.draft.time);
  proto.set_actor(entry.draft.actor);
  proto.set_what(entry.draft.what);
  proto.set_from(entry.draft.from);
  proto.set_to(entry.draft.to);
  proto.set_why(entry.draft.why);
  proto.set_shown_to_customer(entry.draft.shown_to_customer);
  proto.set_hash(entry.hash);
  proto.set_why_erased(entry.why_erased);
  return proto;
}

v1::NextStep ToProto(const NextStep& step) {
  v1::NextStep proto;
  proto.set_zh(step.zh);
  proto.set_en(step.en);
  proto.set_who(step.who);
  if (step.due_time.has_value()) *proto.mutable_due_time() = ToProto(*step.due_time);
  return proto;
}

v1::Script ToProto(const Script& script, const std::string& version) {
  v1::Script proto;
  proto.set_id(script.id);
  proto.set_language(script.language);
  proto.set_title(script.title);
  proto.set_text(script.text);
  proto.set_version(version);
  return proto;
}

v1::Delegation ToProto(const Uuid& id, const Delegation& delegation) {
  v1::Delegation proto;
  proto.set_name(absl::StrCat("approvalDelegations/", id.ToString()));
  proto.set_delegator(AgentName(delegation.delegator));
  proto.set_delegate(AgentName(delegation.delegate));
  proto.set_authority(static_cast<compensation::v1::Authority>(delegation.authority));
  *proto.mutable_expire_time() = ToProto(delegation.expire_time);
  return proto;
}

v1::VerifyAuditResponse ToProto(const AuditReport& report) {
  v1::VerifyAuditResponse proto;
  proto.set_entry_count(report.entry_count);
  proto.set_case_count(report.case_count);
  // What is wrong with the entry is for the log; the contract names the entry.
  for (const std::string& broken : report.broken) proto.add_broken(broken.substr(0, broken.find(": ")));
  return proto;
}

}  // namespace redress::casework
