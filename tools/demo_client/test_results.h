// Results as the views' tests need them: a stored line with its item and prediction, and a rejected one.
#pragma once

#include <string>

#include "tools/demo_client/result.h"

namespace redress::demo {

// A case that is closed: a refund that a supervisor approved.
inline CaseOutcome ClosedOutcome(const std::string& name) {
  CaseOutcome outcome;
  outcome.known = true;
  casework::v1::Case& one = outcome.one;
  one.set_name(name);
  one.set_state(casework::v1::Case::STATE_CLOSED);
  one.set_owner("agents/a-wang-lei");
  one.mutable_plan()->set_hash("abc");
  one.mutable_plan()->set_answer(casework::v1::Plan::ANSWER_ACCEPTED);
  casework::v1::ApprovalRequest& approval = *one.mutable_approval();
  approval.set_state(casework::v1::ApprovalRequest::STATE_APPROVED);
  approval.set_plan_hash("abc");
  approval.set_approver("agents/a-guo-jiahao");
  approval.set_used_authority(compensation::v1::AUTHORITY_SUPERVISOR);
  one.mutable_closing()->set_finding(casework::v1::Closing::FINDING_SUBSTANTIATED);
  type::v1::Money& granted = *one.add_granted();
  granted.set_currency_code("CNY");
  granted.set_amount_minor(12'000);
  compensation::v1::Grant& grant = outcome.grants.emplace_back();
  grant.set_kind(compensation::v1::REMEDY_KIND_REFUND);
  grant.set_state(compensation::v1::Grant::STATE_PAID);
  *grant.mutable_amount() = granted;
  return outcome;
}

inline Result StoredResult(const std::string& number, const std::string& l1, const std::string& l2) {
  Result result;
  result.line.number = 1;
  result.line.complaint.set_channel(type::v1::CHANNEL_APP);
  result.line.complaint.set_text("快递三天没动静");
  result.played.stored = true;
  result.played.complaint.set_name("complaints/" + number);
  result.played.complaint.set_case_("cases/" + number);
  result.played.complaint.mutable_received_time()->set_seconds(1'000'000);
  Watched& watched = result.watched;
  watched.has_prediction = true;
  watched.prediction.mutable_tag()->set_l1(l1);
  watched.prediction.mutable_tag()->set_l2(l2);
  watched.prediction.set_confidence(0.93);
  watched.prediction.set_severity(type::v1::SEVERITY_URGENT);
  type::v1::Span& span = *watched.prediction.add_deciding_spans();
  span.set_begin(2);
  span.set_end(4);
  type::v1::Signal& signal = *watched.prediction.add_signals();
  signal.set_kind("emotion");
  signal.set_value("furious");
  watched.has_item = true;
  watched.item.set_team("teams/logistics");
  watched.item.set_agent("agents/a-wang-lei");
  watched.item.set_state(routing::v1::WorkItem::STATE_ACCEPTED);
  watched.item.set_severity(type::v1::SEVERITY_URGENT);
  watched.item.mutable_accept_time()->set_seconds(1'000'065);
  result.outcome = ClosedOutcome("cases/" + number);
  return result;
}

inline Result RejectedResult(int line, const std::string& reason) {
  Result result;
  result.line.number = line;
  result.played.reasons = {reason};
  return result;
}

}  // namespace redress::demo
