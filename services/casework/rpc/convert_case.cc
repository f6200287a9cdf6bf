// The case as a whole, for staff and for a party that comes by a link.
#include "services/casework/app/change_case.h"
#include "services/casework/domain/saga.h"
#include "services/casework/rpc/convert.h"
#include "services/casework/store/proto_parts.h"

namespace redress::casework {
namespace {

// What is promised, until when, and what came of it.
v1::Plan PlanForCustomer(const Plan& plan) {
  v1::Plan proto = ToProto(plan);
  proto.clear_proposer();
  proto.clear_required_authority();
  for (v1::PlanStep& step : *proto.mutable_steps()) {
    step.clear_owner();
    step.clear_quotation();
    step.clear_option();
    step.clear_subject();
    step.clear_detail();
    step.clear_effect();
    step.clear_failure_reason();
  }
  return proto;
}

void ShowLinked(const CaseFile& file, const Link& link, v1::Case* proto) {
  switch (link.action) {
    case LinkAction::kAnswerPlan:
      if (!file.plans.empty() && file.plans.back().hash == link.subject)
        *proto->mutable_plan() = PlanForCustomer(file.plans.back());
      break;
    case LinkAction::kAnswerEvidenceRequest:
      for (const EvidenceRequest& request : file.evidence_requests) {
        if (request.id != link.subject) continue;
        *proto->add_evidence_requests() = ToProto(request);
        proto->mutable_evidence_requests(0)->clear_answer();
      }
      break;
    case LinkAction::kAnswerTask:
      for (const Task& task : file.tasks) {
        if (task.id != link.subject) continue;
        *proto->add_tasks() = ToProto(task);
        proto->mutable_tasks(0)->clear_answer();
      }
      break;
    case LinkAction::kAppeal:
      break;
  }
}

void PutFacts(const CaseFile& file, v1::Case* proto) {
  for (const CaseState next : NextStates(file.state)) proto->add_next_states(static_cast<v1::Case::State>(next));
  for (const std::string& complaint : file.complaints) proto->add_complaints(ComplaintName(complaint));
  if (!file.tag.l1.empty()) *proto->mutable_tag() = ToProto(file.tag);
  proto->set_tag_confirmed(file.tag_confirmed);
  proto->set_severity(static_cast<type::v1::Severity>(file.severity));
  proto->set_channel(static_cast<type::v1::Channel>(file.channel));
  for (const Signal& signal : file.signals) {
    type::v1::Signal* const added = proto->add_signals();
    added->set_kind(signal.kind);
    added->set_value(signal.value);
  }
  proto->set_vip_level(file.vip_level);
  proto->set_owner(AgentName(file.owner));
  proto->set_merged_into(CaseName(file.merged_into));
  proto->set_reopen_count(file.reopen_count);
  *proto->mutable_received_time() = ToProto(file.received_time);
  *proto->mutable_open_time() = ToProto(file.open_time);
  if (file.close_time.has_value()) *proto->mutable_close_time() = ToProto(*file.close_time);
  proto->set_etag(EtagOf(file));
}

// See convert.h. Facts are there already.
void PutForOutreach(const CaseFile& file, v1::Case* proto) {
  proto->clear_signals();
  proto->clear_owner();
  for (const EvidenceRequest& request : file.evidence_requests) {
    if (request.party != Party::kCustomer) continue;
    v1::EvidenceRequest* const asked = proto->add_evidence_requests();
    *asked = ToProto(request);
    asked->clear_answer();
  }
  if (!file.plans.empty()) *proto->mutable_plan() = PlanForCustomer(file.plans.back());
  for (const Callback& callback : file.callbacks) {
    v1::Callback* const made = proto->add_callbacks();
    *made = ToProto(callback);
    made->clear_agent();
  }
  if (file.closing.has_value()) {
    v1::Closing* const closing = proto->mutable_closing();
    *closing = ToProto(*file.closing);
    closing->clear_responsible_party();
    closing->clear_root_cause();
    closing->clear_closed_by();
    closing->clear_review_due();
  }
}

void PutParts(const CaseFile& file, v1::Case* proto) {
  for (const CheckItem& item : file.checklist) *proto->add_checklist() = ToProto(item);
  for (const EvidenceRequest& request : file.evidence_requests) *proto->add_evidence_requests() = ToProto(request);
  for (const Task& task : file.tasks) *proto->add_tasks() = ToProto(task);
  if (!file.plans.empty()) *proto->mutable_plan() = ToProto(file.plans.back());
  const bool asked = !file.approvals.empty() && !file.plans.empty() && file.approvals.back().plan_hash == file.plans.back().hash;
  if (asked) *proto->mutable_approval() = ToProto(file.approvals.back());
  for (const Callback& callback : file.callbacks) *proto->add_callbacks() = ToProto(callback);
  if (file.closing.has_value()) *proto->mutable_closing() = ToProto(*file.closing);
  // A sum that does not fit was refused when its plan was proposed.
  for (const Money& amount : GivenBy(file.plans).value_or(std::vector<Money>())) *proto->add_granted() = ToProto(amount);
}

}  // namespace

v1::Case ToProto(const CaseFile& file, const View& view) {
  v1::Case proto;
  proto.set_name(CaseName(file.number));
  proto.set_state(static_cast<v1::Case::State>(file.state));
  if (view.link.has_value()) {
    ShowLinked(file, *view.link, &proto);
    return proto;
  }
  PutFacts(file, &proto);
  if (view.service) {
    PutForOutreach(file, &proto);
    return proto;
  }
  PutParts(file, &proto);
  for (const std::string& number : view.earlier_cases) proto.add_earlier_cases(CaseName(number));
  return proto;
}

}  // namespace redress::casework
