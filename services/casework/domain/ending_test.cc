#include "services/casework/domain/ending.h"

#include <catch2/catch.hpp>

#include "services/casework/domain/test_case_files.h"
#include "services/casework/domain/waiting.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;
using O = CallbackOutcome;

Closing Complete() {
  Closing closing;
  closing.finding = Finding::kSubstantiated;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PARCEL_LOST";
  closing.remedy_sought = "REFUND";
  return closing;
}

CaseFile CalledBack() {
  return CallBack(FileIn(S::kCallbackDue), O::kSatisfied, kPolicy, By(kOwner))->next;
}

CaseFile Other(S state = S::kInvestigating) {
  CaseFile file = FileIn(state);
  file.number = "261122-00099999-10";
  return file;
}

TEST_CASE("A customer is called back once everything is done, by who has the case", "[casework]") {
  for (const Named<O>& outcome : kWords<O>) {
    CHECK(Allowed([&](const CaseFile& file) { return CallBack(file, outcome.value, kPolicy, By(kOwner)); }) ==
          std::set<S>{S::kCallbackDue});
  }
  CHECK(CallBack(FileIn(S::kCallbackDue), O::kSatisfied, kPolicy, By(kOther))->next.callbacks[0].agent == "a-wang");
  CHECK(ReasonOf(CallBack(FileIn(S::kCallbackDue), O::kSatisfied, kPolicy, By(kCustomer)).status()) == "NOT_OWNER");
}

TEST_CASE("Not satisfied reopens to a supervisor, once; not reached says that the next attempt is due", "[casework]") {
  const CaseFile file = FileIn(S::kCallbackDue);
  const Change reopened = CallBack(file, O::kNotSatisfied, kPolicy, By(kOwner)).value();
  CHECK(reopened.next.state == S::kReopened);
  CHECK(reopened.next.owner.empty());
  CHECK(reopened.facts.back().word == "NOT_SATISFIED");
  CaseFile again = reopened.next;
  again.state = S::kCallbackDue;
  const Change second = CallBack(again, O::kNotSatisfied, kPolicy, By(kSupervisor)).value();
  CHECK(second.next.state == S::kCallbackDue);
  CHECK(CloseCase(second.next, Complete(), kPolicy, By(kSupervisor)).ok());
  const Change unreached = CallBack(file, O::kNotReached, kPolicy, By(kOwner)).value();
  CHECK(KindsOf(unreached) == std::vector<FactKind>{FactKind::kCallbackMade, FactKind::kCallbackDue});
  CHECK(KindsOf(second) == std::vector<FactKind>{FactKind::kCallbackMade, FactKind::kCustomerTold});
  CHECK(second.facts.back().word == "CALL");
}

TEST_CASE("Three attempts that reach nobody settle the callback, and the case can be closed", "[casework]") {
  CaseFile file = FileIn(S::kCallbackDue);
  for (int attempt = 1; attempt <= 3; ++attempt) {
    CHECK(ReasonOf(CloseCase(file, Complete(), kPolicy, By(kOwner)).status()) == "CALLBACK_MISSING");
    file = CallBack(file, O::kNotReached, kPolicy, By(kOwner))->next;
  }
  CHECK(ReasonOf(CallBack(file, O::kNotReached, kPolicy, By(kOwner)).status()) == "CALLBACK_SETTLED");
  CHECK(CloseCase(file, Complete(), kPolicy, By(kOwner))->next.state == S::kClosed);
}

TEST_CASE("A complaint is closed from the callback only, what was none from wherever nothing was promised", "[casework]") {
  const auto settled = [](CaseFile file) {
    file.callbacks = {{0, 1, O::kSatisfied, "a-li", kNow}};
    file.evidence_requests.clear();
    return CloseCase(file, Complete(), kPolicy, By(kOwner));
  };
  CHECK(Allowed(settled) == std::set<S>{S::kCallbackDue});
  Closing none;
  none.finding = Finding::kNotAComplaint;
  CHECK(Allowed([&](const CaseFile& file) { return CloseCase(file, none, kPolicy, By(kOwner)); }) ==
        std::set<S>{S::kOpen, S::kVerifying, S::kInvestigating, S::kWaitingCustomer, S::kWaitingSeller, S::kWaitingThirdParty,
                    S::kReopened});
}

TEST_CASE("Closing fills in what was granted, who closed it and whether a review is due", "[casework]") {
  CaseFile file = CalledBack();
  file.severity = Severity::kCritical;
  PlanStep refund = RemedyStep(), coupon = RemedyStep(), failed = RemedyStep();
  refund.state = coupon.state = StepState::kDone;
  coupon.remedy = RemedyKind::kCoupon;
  failed.state = StepState::kFailed;
  failed.remedy = RemedyKind::kGift;
  file.plans[0].steps = {refund, coupon, refund, failed};
  const Change change = CloseCase(file, Complete(), kPolicy, By(kOwner)).value();
  const Closing& closing = *change.next.closing;
  CHECK(closing.remedies_granted == std::vector<RemedyKind>{RemedyKind::kRefund, RemedyKind::kCoupon});
  CHECK(closing.closed_by == "agents/a-li");
  CHECK(closing.review_due);
  CHECK(change.next.close_time == kNow);
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kCaseClosed});
}

TEST_CASE("A case is not closed by others, incomplete, or while something is open", "[casework]") {
  CHECK(ReasonOf(CloseCase(CalledBack(), Complete(), kPolicy, By(kOther)).status()) == "NOT_OWNER");
  CHECK(ReasonOf(CloseCase(CalledBack(), Closing(), kPolicy, By(kOwner)).status()) == "CLOSING_INCOMPLETE");
  CaseFile open = CalledBack();
  open.tasks = {AssignTask({Department::kHr, "hr", "r", {}}, 1, open.severity, kPolicy.asking, kNow).value()};
  CHECK(ReasonOf(CloseCase(open, Complete(), kPolicy, By(kOwner)).status()) == "OPEN_WORK");
}

TEST_CASE("A complaint is rejected where it was looked at, with a reason for the customer", "[casework]") {
  CHECK(
      Allowed([](const CaseFile& file) { return RejectCase(file, By(kOwner)); }) ==
      std::set<S>{S::kVerifying, S::kInvestigating, S::kWaitingCustomer, S::kWaitingSeller, S::kWaitingThirdParty, S::kReopened});
  const Change change = RejectCase(FileIn(S::kInvestigating), By(kOwner)).value();
  CHECK(change.next.closing->rejection_reason == "因为客户催办");
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kCustomerTold, FactKind::kCaseClosed});
  CHECK(change.facts[1].word == "REJECTION");
  CHECK(change.next.close_time == kNow);
  Because silent = By(kOwner);
  silent.why = "";
  CHECK(ViolationsOf(RejectCase(FileIn(S::kInvestigating), silent).status())[0].field == "reason");
  CHECK(ReasonOf(RejectCase(FileIn(S::kInvestigating), By(kOther)).status()) == "NOT_OWNER");
}

TEST_CASE("What is over is appealed by the customer and reopened by a supervisor", "[casework]") {
  const std::set<S> ended = {S::kClosed, S::kRejected};
  for (const Actor& actor : {kCustomer, kOwner, kSupervisor}) {
    CHECK(Allowed([&](const CaseFile& file) { return AppealCase(file, By(actor)); }) == ended);
  }
  CHECK(ReasonOf(AppealCase(FileIn(S::kRejected), By(kOther)).status()) == "NOT_OWNER");
  CHECK(AppealCase(FileIn(S::kRejected), By(kCustomer))->facts.back().word == "APPEAL");
  CHECK(Allowed([&](const CaseFile& file) { return ReopenCase(file, By(kSupervisor)); }) == ended);
  for (const Actor& actor : {kCustomer, kOwner, kOther}) {
    CHECK(ReasonOf(ReopenCase(FileIn(S::kClosed), By(actor)).status()) == "NOT_SUPERVISOR");
  }
}

TEST_CASE("Each end of a case has a number, closings and rejections alike", "[casework]") {
  CaseFile file = RejectCase(FileIn(S::kInvestigating), By(kOwner))->next;
  CHECK(file.closing->number == 1);
  file = AppealCase(file, By(kCustomer))->next;
  CHECK(file.closing->number == 1);
  Closing none;
  none.finding = Finding::kNotAComplaint;
  CHECK(CloseCase(file, none, kPolicy, By(kSupervisor))->next.closing->number == 2);
}

TEST_CASE("A survey is noted, and one or two of five reopen a closed case to a supervisor", "[casework]") {
  for (int score = 1; score <= 5; ++score) {
    CAPTURE(score);
    const Change change = TakeSurvey(FileIn(S::kClosed), {1, score}, kNow).value();
    CHECK(change.trail[0].what == "SURVEY_ANSWERED");
    CHECK(change.trail[0].actor == "customer");
    CHECK(change.trail[0].from == "1");
    CHECK(change.trail[0].to == std::to_string(score));
    CHECK(change.trail[0].shown_to_customer);
    CHECK(change.next.state == (score <= 2 ? S::kReopened : S::kClosed));
    if (score > 2) {
      CHECK(change.facts.empty());
      continue;
    }
    CHECK(change.next.owner.empty());
    CHECK(change.next.reopen_count == 1);
    CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kCaseReopened});
    CHECK(change.facts.back().word == "SURVEY");
  }
  for (const Named<S>& state : kWords<S>) {
    if (state.value == S::kClosed) continue;
    const Change change = TakeSurvey(FileIn(state.value), {1, 1}, kNow).value();
    CHECK(WhatOf(change) == std::vector<std::string>{"SURVEY_ANSWERED"});
    CHECK(change.facts.empty());
  }
}

TEST_CASE("A case reopens once for want of satisfaction: at the callback or by a survey, whichever came first", "[casework]") {
  // The survey, then another one, then the callback.
  CaseFile file = TakeSurvey(FileIn(S::kClosed), {1, 2}, kNow)->next;
  file.state = S::kClosed;
  file.closing->number = 2;
  CHECK(TakeSurvey(file, {2, 1}, kNow)->next.state == S::kClosed);
  file.state = S::kCallbackDue;
  const Change callback = CallBack(file, O::kNotSatisfied, kPolicy, By(kSupervisor)).value();
  CHECK(callback.next.state == S::kCallbackDue);
  CHECK(callback.next.callbacks.size() == 1);
  CHECK(CloseCase(callback.next, Complete(), kPolicy, By(kSupervisor)).ok());
  // The callback, then the survey.
  CaseFile other = CallBack(FileIn(S::kCallbackDue), O::kNotSatisfied, kPolicy, By(kOwner))->next;
  other.state = S::kClosed;
  other.closing = Closing();
  other.closing->number = 1;
  CHECK(TakeSurvey(other, {1, 1}, kNow)->next.state == S::kClosed);
}

TEST_CASE("A survey about another closing than the present one reopens nothing", "[casework]") {
  CaseFile file = FileIn(S::kClosed);
  file.closing->number = 2;
  CHECK(TakeSurvey(file, {1, 1}, kNow)->next.state == S::kClosed);
  CHECK(TakeSurvey(file, {2, 1}, kNow)->next.state == S::kReopened);
}

TEST_CASE("A question that was solved closes the case as no complaint, while nothing was promised; else it is noted",
          "[casework]") {
  const std::set<S> early = {S::kOpen, S::kVerifying, S::kInvestigating};
  for (const Named<S>& state : kWords<S>) {
    CAPTURE(state.word);
    const Change solved = TakeJudgement(FileIn(state.value), true, kNow).value();
    CHECK(solved.trail[0].what == "INTENT_JUDGED");
    CHECK(solved.trail[0].to == "SOLVED");
    CHECK(solved.trail[0].actor == "customer");
    CHECK(solved.next.state == (early.count(state.value) == 1 ? S::kClosed : state.value));
    CHECK(solved.facts.empty() == (early.count(state.value) == 0));
    const Change open = TakeJudgement(FileIn(state.value), false, kNow).value();
    CHECK(WhatOf(open) == std::vector<std::string>{"INTENT_JUDGED"});
    CHECK(open.trail[0].to == "NOT_SOLVED");
    CHECK(open.next == FileIn(state.value));
  }
  const Change closed = TakeJudgement(FileIn(S::kOpen), true, kNow).value();
  CHECK(closed.next.closing->finding == Finding::kNotAComplaint);
  CHECK(closed.next.closing->closed_by == "customer");
  CHECK(closed.next.closing->number == 1);
  CHECK(KindsOf(closed) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kCaseClosed});
  CHECK(closed.facts[0].actor == "customer");
  CaseFile agreed = FileIn(S::kInvestigating);
  agreed.plans = {PlanOf(StepState::kFailed, PlanAnswer::kAccepted)};
  CHECK(TakeJudgement(agreed, true, kNow)->next.state == S::kInvestigating);
  agreed.plans[0].answer = PlanAnswer::kDeclined;
  CHECK(TakeJudgement(agreed, true, kNow)->next.state == S::kClosed);
}

TEST_CASE("A supervisor merges two cases and undoes it: both are as they were, but for what was learned", "[casework]") {
  const std::set<S> mergeable = {
      S::kOpen,          S::kVerifying,         S::kInvestigating, S::kPlanProposed, S::kWaitingCustomer,
      S::kWaitingSeller, S::kWaitingThirdParty, S::kReopened};
  CHECK(Allowed([](const CaseFile& file) { return MergeCases(file, Other(), By(kSupervisor)); }) == mergeable);
  for (const S state : mergeable) {
    CAPTURE(Word(state));
    CaseFile loser = FileIn(state);
    loser.severity = Severity::kUrgent;
    loser.complaints.push_back("261122-00012399-55");
    const Joined joined = MergeCases(loser, Other(), By(kSupervisor)).value();
    CHECK(joined.loser.next.state == S::kMerged);
    CHECK(joined.loser.next.merged_into == Other().number);
    CHECK(joined.winner.next.absorbed == std::vector<std::string>{loser.number});
    CHECK(joined.winner.next.severity == Severity::kUrgent);
    CHECK(joined.winner.next.state == Other().state);
    CHECK(joined.winner.facts.back().kind == FactKind::kCaseAbsorbed);
    CHECK(joined.winner.facts.back().complaints == loser.complaints);
    const Joined apart = UnmergeCases(joined.loser.next, joined.winner.next, By(kSupervisor)).value();
    CHECK(apart.winner.next.absorbed.empty());
    CaseFile expected = loser;
    expected.merged_from = state;
    CHECK(apart.loser.next == expected);
  }
}

TEST_CASE("Only supervisors merge and unmerge, with a reason, and only what is merged is unmerged", "[casework]") {
  for (const Actor& actor : {kCustomer, kOwner, kOther}) {
    CHECK(ReasonOf(MergeCases(FileIn(S::kOpen), Other(), By(actor)).status()) == "NOT_SUPERVISOR");
    CHECK(ReasonOf(UnmergeCases(FileIn(S::kMerged), Other(), By(actor)).status()) == "NOT_SUPERVISOR");
  }
  Because silent = By(kSupervisor);
  silent.why = "";
  CHECK(ViolationsOf(MergeCases(FileIn(S::kOpen), Other(), silent).status())[0].field == "reason");
  CHECK(Allowed([](const CaseFile& file) { return UnmergeCases(file, Other(), By(kSupervisor)); }) == std::set<S>{S::kMerged});
}

TEST_CASE("Money under way keeps a case from being merged, in any of its plans", "[casework]") {
  CaseFile paying = FileIn(S::kInvestigating);
  Plan plan = testing::PlanOf(StepState::kRunning, PlanAnswer::kAccepted);
  plan.steps = {RemedyStep()};
  plan.steps[0].state = StepState::kRunning;
  paying.plans = {plan, testing::PlanOf(StepState::kPending, PlanAnswer::kDeclined)};
  CHECK(ReasonOf(MergeCases(paying, Other(), By(kSupervisor)).status()) == "GRANTS_IN_FLIGHT");
}

TEST_CASE("A deadline that passed while the case was merged is due when it is unmerged", "[casework]") {
  const CaseFile loser = FileIn(S::kWaitingSeller);
  const Joined joined = MergeCases(loser, Other(), By(kSupervisor)).value();
  const BusinessTime later = kNow + absl::Hours(72);
  CHECK(FireDue(joined.loser.next, kPolicy, later)->empty());
  const Joined apart = UnmergeCases(joined.loser.next, joined.winner.next, By(kSupervisor, later)).value();
  CHECK(apart.loser.next.state == S::kWaitingSeller);
  CHECK(FireDue(apart.loser.next, kPolicy, later)->next.state == S::kInvestigating);
}

}  // namespace
}  // namespace redress::casework
