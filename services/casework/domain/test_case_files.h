// For the tests of decisions: a case in any state, with what a case in that state has, and the people who act on it.
#pragma once

#include <set>
#include <string>

#include "libs/base/error.h"
#include "services/casework/domain/change.h"

namespace redress::casework::testing {

inline const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
inline const CasePolicy kPolicy;
inline const Actor kOwner = {"agents/a-li", "a-li", false};
inline const Actor kOther = {"agents/a-wang", "a-wang", false};
inline const Actor kSupervisor = {"agents/a-sun", "a-sun", true};
inline const Actor kCustomer = {"customer", "", false};

inline Because By(const Actor& actor, BusinessTime now = kNow) {
  return {actor, "因为客户催办", now};
}

inline PlanStep PersonStep() {
  PlanStep step;
  step.id = "s1";
  step.kind = StepKind::kPerson;
  step.owner = "a-li";
  step.due_time = kNow + absl::Hours(24);
  step.description = "上门取件";
  return step;
}

inline PlanStep RemedyStep() {
  PlanStep step = PersonStep();
  step.kind = StepKind::kRemedy;
  step.quotation = "quotations/q-1";
  step.option = "1";
  step.remedy = RemedyKind::kRefund;
  step.amount = {50'00, Currency::Cny()};
  return step;
}

inline QuotedOption Quoted(int64_t fen) {
  QuotedOption option;
  option.quotation = "quotations/q-1";
  option.option = "1";
  option.quotation_hash = std::string(64, 'a');
  option.case_number = "261122-00012345-21";
  option.amount = {fen, Currency::Cny()};
  option.expire_time = kNow + absl::Hours(24 * 7);
  return option;
}

inline Plan PlanOf(StepState state, PlanAnswer answer) {
  Plan plan;
  plan.number = 1;
  plan.proposer = "a-li";
  plan.steps = {PersonStep()};
  plan.steps[0].state = state;
  plan.hash = std::string(64, 'c');
  plan.required_authority = Authority::kSupervisor;
  plan.answer = answer;
  plan.propose_time = kNow;
  plan.expire_time = kNow + kPolicy.offer.stands;
  return plan;
}

inline EvidenceRequest OpenRequest(Party party) {
  return AskEvidence({party, "问题", "默认结论", {}}, 1, Severity::kOrdinary, kPolicy.asking, kNow).value();
}

// A case in `state`, owned by kOwner, verified, with whatever brought it there.
inline CaseFile FileIn(CaseState state) {
  using S = CaseState;
  CaseFile file;
  file.number = "261122-00012345-21";
  file.complaints = {file.number};
  file.tag = {"LOGISTICS", "LOST"};
  file.state = state;
  file.owner = "a-li";
  for (CheckItem& item : file.checklist) item = {item.kind, CheckResult::kConfirmed, "", "agents/a-li", kNow};
  if (state == S::kWaitingCustomer) file.evidence_requests = {OpenRequest(Party::kCustomer)};
  if (state == S::kWaitingSeller) file.evidence_requests = {OpenRequest(Party::kSeller)};
  if (state == S::kWaitingThirdParty) file.evidence_requests = {OpenRequest(Party::kCarrier)};
  if (state == S::kPlanProposed) file.plans = {PlanOf(StepState::kPending, PlanAnswer::kNone)};
  if (state == S::kApprovalPending || state == S::kExecuting) {
    file.plans = {PlanOf(StepState::kPending, PlanAnswer::kAccepted)};
    if (state == S::kApprovalPending) {
      file.approvals = {AskApproval(file.plans[0], 1, file.severity, kPolicy.approval, kNow)};
    }
  }
  if (state == S::kCallbackDue || state == S::kClosed) {
    file.plans = {PlanOf(StepState::kDone, PlanAnswer::kAccepted)};
    file.execute_time = kNow;
  }
  if (state == S::kClosed || state == S::kRejected) {
    file.closing = Closing();
    file.closing->closed_by = "agents/a-li";
    file.closing->number = 1;
    file.close_time = kNow;
  }
  if (state == S::kMerged) file.merged_into = "261122-00099999-10", file.merged_from = S::kInvestigating;
  return file;
}

// The states in which `act` (a case → StatusOr) succeeds. Refusals elsewhere have `reason`, or one of them.
template <class Act>
std::set<CaseState> Allowed(Act act, std::set<std::string>* reasons = nullptr) {
  std::set<CaseState> allowed;
  for (const Named<CaseState>& state : kWords<CaseState>) {
    const auto result = act(FileIn(state.value));
    if (result.ok()) {
      allowed.insert(state.value);
    } else if (reasons != nullptr) {
      reasons->insert(ReasonOf(result.status()));
    }
  }
  return allowed;
}

// All states but these.
inline std::set<CaseState> AllBut(const std::set<CaseState>& states) {
  std::set<CaseState> others;
  for (const Named<CaseState>& state : kWords<CaseState>) {
    if (states.count(state.value) == 0) others.insert(state.value);
  }
  return others;
}
inline const std::set<CaseState> kOver = {CaseState::kClosed, CaseState::kRejected, CaseState::kMerged};

// What was published, in order.
inline std::vector<FactKind> KindsOf(const Change& change) {
  std::vector<FactKind> kinds;
  for (const Fact& fact : change.facts) kinds.push_back(fact.kind);
  return kinds;
}
// What the trail says, in order.
inline std::vector<std::string> WhatOf(const Change& change) {
  std::vector<std::string> what;
  for (const AuditDraft& draft : change.trail) what.push_back(draft.what);
  return what;
}

}  // namespace redress::casework::testing
