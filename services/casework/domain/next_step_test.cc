#include "services/casework/domain/next_step.h"

#include <catch2/catch.hpp>
#include <set>

namespace redress::casework {
namespace {

using S = CaseState;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const CallbackPolicy kPolicy;

CaseFile FileIn(S state) {
  CaseFile file;
  file.state = state;
  file.owner = "a-li";
  return file;
}

NextStep StepOf(const CaseFile& file) {
  return NextStepOf(file, kPolicy).value();
}

PlanStep PlanStepIn(StepState state, const std::string& id) {
  PlanStep step;
  step.id = id;
  step.owner = "a-wang";
  step.state = state;
  step.due_time = kNow;
  return step;
}

TEST_CASE("Every live case has a next step in both languages, every other one has none", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    CAPTURE(state.word);
    CaseFile file = FileIn(state.value);
    file.plans = {Plan()};
    const absl::optional<NextStep> step = NextStepOf(file, kPolicy);
    CHECK(step.has_value() == IsLive(state.value));
    if (!step.has_value()) continue;
    CHECK_FALSE(step->zh.empty());
    CHECK_FALSE(step->en.empty());
  }
}

TEST_CASE("Verifying names what is still to be looked at", "[casework]") {
  CaseFile file = FileIn(S::kVerifying);
  file.checklist[0].result = file.checklist[2].result = CheckResult::kConfirmed;
  file.checklist[3].result = CheckResult::kUnknown;
  CHECK(StepOf(file).en == "Verify: TRANSACTION, DELIVERY_RECORD");
  file.checklist[1].result = file.checklist[3].result = CheckResult::kNotApplicable;
  CHECK(StepOf(file).en == "The checklist is complete: investigate");
}

TEST_CASE("Waiting names who is waited for, and the nearest deadline", "[casework]") {
  CaseFile file = FileIn(S::kWaitingSeller);
  for (const int hours : {5, 3, 4}) {
    EvidenceRequest request;
    request.party = Party::kSeller;
    request.due_time = kNow + absl::Hours(hours);
    file.evidence_requests.push_back(request);
  }
  file.evidence_requests[1].state = EvidenceState::kAnswered;
  CHECK(StepOf(file).who == "SELLER");
  CHECK(StepOf(file).due_time == kNow + absl::Hours(4));
}

TEST_CASE("An approval names the authority that is needed and until when", "[casework]") {
  CaseFile file = FileIn(S::kApprovalPending);
  Approval expired, pending;
  expired.state = ApprovalState::kExpired;
  pending.required = Authority::kManager;
  pending.expire_time = kNow + absl::Hours(4);
  file.approvals = {expired, pending};
  CHECK(StepOf(file).who == "MANAGER");
  CHECK(StepOf(file).due_time == kNow + absl::Hours(4));
}

TEST_CASE("Executing names the step, its owner and its due time", "[casework]") {
  CaseFile file = FileIn(S::kExecuting);
  file.plans = {Plan()};
  file.plans[0].steps = {PlanStepIn(StepState::kDone, "s1"), PlanStepIn(StepState::kPending, "s2")};
  CHECK(StepOf(file).en == "Do step s2: PERSON");
  CHECK(StepOf(file).who == "agents/a-wang");
  CHECK(StepOf(file).due_time == kNow);
  file.plans[0].steps[1].state = StepState::kRunning;
  CHECK(StepOf(file).en == "Wait for step s2: PERSON");
  file.plans[0].steps[1].state = StepState::kFailed;
  CHECK(StepOf(file).en == "A step failed: propose another plan");
}

TEST_CASE("A callback names its attempt and when it is due, until it is settled", "[casework]") {
  CaseFile file = FileIn(S::kCallbackDue);
  file.execute_time = kNow;
  CHECK(StepOf(file).en == "Call the customer back, attempt 1");
  CHECK(StepOf(file).due_time == kNow + absl::Hours(48));
  file.callbacks = {{0, 1, CallbackOutcome::kSatisfied, "a-li", kNow}};
  CHECK(StepOf(file).en == "Close the case with its finding");
}

TEST_CASE("What is reopened is a supervisor's until somebody has it", "[casework]") {
  CaseFile file = FileIn(S::kReopened);
  CHECK(StepOf(file).who == "agents/a-li");
  file.owner.clear();
  CHECK(StepOf(file).who == "SUPERVISOR");
  CHECK(StepOf(FileIn(S::kOpen)).who == "agents/a-li");
}

}  // namespace
}  // namespace redress::casework
