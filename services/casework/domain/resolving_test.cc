#include "services/casework/domain/resolving.h"

#include <catch2/catch.hpp>

#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;

const std::string kHash(64, 'c');
const StepOutcome kDone = {StepOutcome::Kind::kDone, "grants/g-1", "RF-1", ""};
const StepOutcome kFailed = {StepOutcome::Kind::kFailed, "", "", "OVER_PAID_AMOUNT"};

absl::StatusOr<Change> Proposed(const CaseFile& file, int64_t fen, const Actor& actor = kOwner) {
  return ProposePlan(file, {RemedyStep()}, {Quoted(fen)}, kPolicy, By(actor));
}

absl::StatusOr<Change> Answered(const CaseFile& file, PlanAnswer answer, const Actor& actor = kCustomer) {
  const std::string hash = file.plans.empty() ? kHash : file.plans.back().hash;
  return AnswerPlan(file, hash, answer, kPolicy, By(actor));
}

// A case that executes these steps.
CaseFile Executing(std::vector<PlanStep> steps) {
  CaseFile file = FileIn(S::kExecuting);
  for (size_t i = 0; i < steps.size(); ++i) steps[i].id = "s" + std::to_string(i + 1);
  file.plans.back().steps = std::move(steps);
  return file;
}

TEST_CASE("A plan is proposed from investigation, or in place of one that lies with the customer", "[casework]") {
  CHECK(Allowed([](const CaseFile& file) { return Proposed(file, 50'00); }) == std::set<S>{S::kInvestigating, S::kPlanProposed});
  CHECK(ReasonOf(Proposed(FileIn(S::kInvestigating), 50'00, kOther).status()) == "NOT_OWNER");
  const Change first = Proposed(FileIn(S::kInvestigating), 50'00).value();
  CHECK(first.next.state == S::kPlanProposed);
  CHECK(KindsOf(first) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kPlanProposed, FactKind::kCustomerTold});
  CHECK(first.facts.back().word == "PLAN");
  const Change second = Proposed(first.next, 60'00).value();
  REQUIRE(second.next.plans.size() == 2);
  CHECK(second.next.plans[0].answer == PlanAnswer::kWithdrawn);
  CHECK(second.next.plans[1].number == 2);
  CHECK(ReasonOf(ProposePlan(FileIn(S::kInvestigating), {PlanStep()}, {}, kPolicy, By(kOwner)).status()) ==
        "STEP_WITHOUT_DUE_TIME");
}

TEST_CASE("Nothing is promised before it was verified", "[casework]") {
  CaseFile file = FileIn(S::kInvestigating);
  file.checklist[1].result = CheckResult::kUnknown;
  const absl::Status status = Proposed(file, 50'00).status();
  CHECK(ReasonOf(status) == "CHECKLIST_INCOMPLETE");
  CHECK(std::string(status.message()).find("TRANSACTION") != std::string::npos);
}

TEST_CASE("What earlier plans of the case gave counts towards the authority of the next", "[casework]") {
  CaseFile file = FileIn(S::kInvestigating);
  CHECK(Proposed(file, 60'00)->next.plans.back().required_authority == Authority::kSpecialist);
  Plan former = testing::PlanOf(StepState::kDone, PlanAnswer::kAccepted);
  former.steps = {RemedyStep()};
  former.steps[0].state = StepState::kDone;
  file.plans = {former};
  const Plan plan = Proposed(file, 60'00)->next.plans.back();
  CHECK(plan.required_authority == Authority::kSupervisor);
  CHECK(plan.totals == std::vector<Money>{{110'00, Currency::Cny()}});
}

TEST_CASE("A plan is withdrawn while it lies with the customer", "[casework]") {
  CHECK(Allowed([](const CaseFile& file) { return WithdrawPlan(file, By(kOwner)); }) == std::set<S>{S::kPlanProposed});
  CHECK(WithdrawPlan(FileIn(S::kPlanProposed), By(kOwner))->next.plans[0].answer == PlanAnswer::kWithdrawn);
  CHECK(ReasonOf(WithdrawPlan(FileIn(S::kPlanProposed), By(kOther)).status()) == "NOT_OWNER");
}

TEST_CASE("A plan is answered while it lies with the customer: a no, a yes, a yes that needs another's", "[casework]") {
  for (const PlanAnswer answer : {PlanAnswer::kAccepted, PlanAnswer::kDeclined}) {
    CHECK(Allowed([&](const CaseFile& file) { return Answered(file, answer); }) == std::set<S>{S::kPlanProposed});
  }
  const auto state = [](int64_t fen, PlanAnswer answer) {
    return Answered(Proposed(FileIn(S::kInvestigating), fen)->next, answer)->next.state;
  };
  CHECK(state(100'00, PlanAnswer::kAccepted) == S::kExecuting);
  CHECK(state(100'01, PlanAnswer::kAccepted) == S::kApprovalPending);
  CHECK(state(100'01, PlanAnswer::kDeclined) == S::kInvestigating);
  const Change asked = Answered(Proposed(FileIn(S::kInvestigating), 100'01)->next, PlanAnswer::kAccepted).value();
  REQUIRE(asked.next.approvals.size() == 1);
  CHECK(asked.next.approvals[0].required == Authority::kSupervisor);
  CHECK(asked.next.approvals[0].plan_hash == asked.next.plans[0].hash);
  CHECK(KindsOf(asked) == std::vector<FactKind>{FactKind::kStateChanged, FactKind::kPlanAnswered, FactKind::kApprovalRequested});
}

TEST_CASE("Staff who record an answer have the case and say how they were told; the hash is the present plan's", "[casework]") {
  const CaseFile file = FileIn(S::kPlanProposed);
  CHECK(Answered(file, PlanAnswer::kAccepted, kOwner).ok());
  CHECK(Answered(file, PlanAnswer::kAccepted, kSupervisor).ok());
  CHECK(ReasonOf(Answered(file, PlanAnswer::kAccepted, kOther).status()) == "NOT_OWNER");
  Because silent = By(kOwner);
  silent.why = "";
  CHECK(ViolationsOf(AnswerPlan(file, kHash, PlanAnswer::kAccepted, kPolicy, silent).status())[0].field == "reason");
  for (const PlanAnswer none : {PlanAnswer::kNone, PlanAnswer::kWithdrawn}) {
    CHECK(ViolationsOf(Answered(file, none).status())[0].field == "answer");
  }
  CHECK(ReasonOf(AnswerPlan(file, std::string(64, 'd'), PlanAnswer::kAccepted, kPolicy, By(kCustomer)).status()) ==
        "PLAN_CHANGED");
}

TEST_CASE("A plan is accepted in time or not at all; it is declined at any time, and another takes its place", "[casework]") {
  const CaseFile file = FileIn(S::kPlanProposed);
  const BusinessTime end = file.plans.back().expire_time;
  const auto answer = [&](PlanAnswer word, BusinessTime at) { return AnswerPlan(file, kHash, word, kPolicy, By(kCustomer, at)); };
  CHECK(answer(PlanAnswer::kAccepted, end - absl::Microseconds(1)).ok());
  CHECK(ReasonOf(answer(PlanAnswer::kAccepted, end).status()) == "PLAN_EXPIRED");
  CHECK(ReasonOf(AnswerPlan(file, kHash, PlanAnswer::kAccepted, kPolicy, By(kOwner, end)).status()) == "PLAN_EXPIRED");
  CHECK(answer(PlanAnswer::kDeclined, end)->next.state == S::kInvestigating);
  QuotedOption fresh = Quoted(50'00);
  fresh.expire_time = end + absl::Hours(24 * 7);
  PlanStep step = RemedyStep();
  step.due_time = end + absl::Hours(24);
  const auto next = ProposePlan(file, {step}, {fresh}, kPolicy, By(kOwner, end));
  REQUIRE(next.ok());
  CHECK(next->next.plans.back().expire_time == end + kPolicy.offer.stands);
}

TEST_CASE("An approval is decided while it is asked for: a yes executes, a no goes back to investigation", "[casework]") {
  const Approver approver = {"a-sun", Authority::kManager, {}};
  const auto decide = [&](const CaseFile& file) { return DecideApproval(file, approver, {kHash, true, ""}, By(kSupervisor)); };
  CHECK(Allowed(decide) == std::set<S>{S::kApprovalPending});
  CHECK(decide(FileIn(S::kApprovalPending))->next.state == S::kExecuting);
  const Change no = DecideApproval(FileIn(S::kApprovalPending), approver, {kHash, false, "too much"}, By(kSupervisor)).value();
  CHECK(no.next.state == S::kInvestigating);
  CHECK(no.next.approvals[0].state == ApprovalState::kRefused);
  CHECK(ReasonOf(DecideApproval(FileIn(S::kApprovalPending), {"a-li", Authority::kManager, {}}, {kHash, true, ""}, By(kOwner))
                     .status()) == "SELF_APPROVAL");
}

TEST_CASE("Steps are begun one by one while the case executes, and the last one ends it", "[casework]") {
  CHECK(Allowed([](const CaseFile& file) { return GoOn(file, kNow); }) == std::set<S>{S::kExecuting});
  CaseFile file = Executing({RemedyStep(), PersonStep()});
  for (const char* step : {"s1", "s2"}) {
    CHECK(file.state == S::kExecuting);
    CHECK(ReasonOf(HearStep(file, step, kDone, By(kCustomer)).status()) == "ILLEGAL_TRANSITION");
    file = GoOn(file, kNow)->next;
    CHECK(GoOn(file, kNow)->empty());
    CHECK(HearStep(file, step, StepOutcome(), By(kCustomer))->empty());
    file = HearStep(file, step, kDone, By(kCustomer))->next;
    CHECK(HearStep(file, step, kDone, By(kCustomer))->empty());
  }
  CHECK(file.state == S::kCallbackDue);
  CHECK(file.execute_time == kNow);
  CHECK(ReasonOf(HearStep(file, "s1", kFailed, By(kCustomer)).status()) == "OUTCOME_CONTRADICTED");
  CHECK(ReasonOf(HearStep(file, "s3", kDone, By(kCustomer)).status()) == "STEP_NOT_FOUND");
}

TEST_CASE("Each step failing once: what came before is done and counts, what comes after never begins, another plan is needed",
          "[casework]") {
  for (size_t fails = 0; fails < 3; ++fails) {
    CaseFile file = Executing({RemedyStep(), RemedyStep(), RemedyStep()});
    for (size_t i = 0; i <= fails; ++i) {
      file = GoOn(file, kNow)->next;
      file = HearStep(file, "s" + std::to_string(i + 1), i == fails ? kFailed : kDone, By(kCustomer))->next;
    }
    CHECK(file.state == S::kInvestigating);
    for (size_t i = 0; i < 3; ++i) {
      CHECK(file.plans.back().steps[i].state == (i < fails    ? StepState::kDone
                                                 : i == fails ? StepState::kFailed
                                                              : StepState::kPending));
    }
    const Plan next = Proposed(file, 1)->next.plans.back();
    CHECK(next.totals[0].minor == static_cast<int64_t>(fails) * 50'00 + 1);
  }
}

TEST_CASE("The end of an execution says that a callback is due, a failed one does not", "[casework]") {
  CaseFile file = GoOn(Executing({RemedyStep()}), kNow)->next;
  CHECK(KindsOf(HearStep(file, "s1", kDone, By(kCustomer)).value()) ==
        std::vector<FactKind>{FactKind::kStepEnded, FactKind::kStateChanged, FactKind::kCallbackDue});
  CHECK(KindsOf(HearStep(file, "s1", kFailed, By(kCustomer)).value()) ==
        std::vector<FactKind>{FactKind::kStepEnded, FactKind::kStateChanged});
}

TEST_CASE("A person's step is completed by its owner or a supervisor, once it was begun; others are not a person's",
          "[casework]") {
  PlanStep step = PersonStep();
  step.owner = "a-wang";
  const CaseFile pending = Executing({step});
  CHECK(ReasonOf(CompleteStep(pending, "s1", By(kOther)).status()) == "ILLEGAL_TRANSITION");
  const CaseFile begun = GoOn(pending, kNow)->next;
  CHECK(CompleteStep(begun, "s1", By(kOther))->next.state == S::kCallbackDue);
  CHECK(CompleteStep(begun, "s1", By(kSupervisor)).ok());
  CHECK(ReasonOf(CompleteStep(begun, "s1", By(kOwner)).status()) == "NOT_STEP_OWNER");
  CHECK(ReasonOf(CompleteStep(begun, "s9", By(kOwner)).status()) == "STEP_NOT_FOUND");
  const CaseFile paying = GoOn(Executing({RemedyStep()}), kNow)->next;
  CHECK(ReasonOf(CompleteStep(paying, "s1", By(kSupervisor)).status()) == "NOT_A_PERSONS_STEP");
}

}  // namespace
}  // namespace redress::casework
