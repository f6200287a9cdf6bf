#include "services/casework/domain/saga.h"

#include <catch2/catch.hpp>
#include <set>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using Kind = StepOutcome::Kind;
using S = StepState;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const StepOutcome kDone = {Kind::kDone, "grants/g-1", "CPN-7", ""};
const StepOutcome kFailed = {Kind::kFailed, "grants/g-1", "", "OUT_OF_STOCK"};
const StepOutcome kUnknown;

PlanStep StepIn(S state, StepKind kind = StepKind::kRemedy) {
  PlanStep step;
  step.id = "s1";
  step.kind = kind;
  step.state = state;
  step.remedy = RemedyKind::kRefund;
  step.amount = {50'00, Currency::Cny()};
  return step;
}

std::vector<PlanStep> StepsIn(const std::vector<S>& states) {
  std::vector<PlanStep> steps;
  for (const S state : states) steps.push_back(StepIn(state));
  return steps;
}

TEST_CASE("Every kind of step has one row, and only money and goods are taken back", "[casework]") {
  std::set<StepKind> kinds;
  for (const SagaRow& row : kSaga) {
    CHECK(kinds.insert(row.kind).second);
    CHECK(SagaRowOf(row.kind).action == row.action);
    CHECK((row.undo == StepAction::kNothing) == (row.kind != StepKind::kRemedy));
  }
  CHECK(kinds.size() == kWords<StepKind>.size());
}

TEST_CASE("An apology is a person's, also where a quotation offers it", "[casework]") {
  PlanStep apology = StepIn(S::kDone);
  apology.remedy = RemedyKind::kApology;
  CHECK(ActionOf(apology) == StepAction::kPersonActs);
  CHECK(UndoOf(apology) == StepAction::kNothing);
  CHECK(GivenBy({apology})->empty());
  CHECK(ActionOf(StepIn(S::kDone)) == StepAction::kCommitGrant);
  CHECK(UndoOf(StepIn(S::kDone)) == StepAction::kReverseGrant);
}

TEST_CASE("An effect has one name for ever, which the platform takes", "[casework]") {
  const std::string key = EffectKey("261122-00012345-21", 1, "s2");
  CHECK(key == "261122-00012345-21-p1-s2");
  CHECK(EffectKey("261122-00012345-21", 99'999, "s20").size() <= 63);
  const std::string id = EffectRequestId(key).ToString();
  CHECK(id == EffectRequestId(key).ToString());
  CHECK(id[14] == '8');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(id != EffectRequestId(EffectKey("261122-00012345-21", 1, "s3")).ToString());
}

TEST_CASE("The name of an effect says what it is about, and another name says nothing", "[casework]") {
  for (const EffectOf& effect : {EffectOf{"261122-00012345-21", 1, "s2"}, EffectOf{"261122-00012399-53", 99'999, "s20"}}) {
    CHECK(ParseEffectKey(EffectKey(effect.case_number, effect.plan, effect.step)) == effect);
  }
  for (const char* other :
       {"", "-p1-s1", "261122-00012345-21", "261122-00012345-21-p1", "261122-00012345-21-s1", "261122-00012345-21-s1-p1",
        "261122-00012345-22-p1-s1", "2611220001234521-p1-s1", "261122-00012345-21-p01-s1", "261122-00012345-21-p1-s0",
        "261122-00012345-21-p-1-s1", "261122-00012345-21-p1-s+1", "261122-00012345-21-p1-s1 ", "261122-00012345-21-p1-s1-s2",
        "261122-00012345-21-p99999999999-s1", "0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a11"}) {
    CAPTURE(other);
    CHECK_FALSE(ParseEffectKey(other).has_value());
  }
}

TEST_CASE("Begin, hear and undo allow exactly these moves of a step", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    CAPTURE(state.word);
    const PlanStep step = StepIn(state.value);
    const absl::StatusOr<PlanStep> begun = Begin(step);
    CHECK(begun.ok() == (state.value == S::kPending));
    CHECK((begun.ok() ? begun->state == S::kRunning : ReasonOf(begun.status()) == "ILLEGAL_TRANSITION"));
    const absl::StatusOr<PlanStep> undone = Undo(step);
    CHECK(undone.ok() == (state.value == S::kDone));
    CHECK((undone.ok() ? undone->state == S::kUndone : ReasonOf(undone.status()) == "ILLEGAL_TRANSITION"));
  }
  for (const Named<StepKind>& kind : kWords<StepKind>) {
    const absl::StatusOr<PlanStep> undone = Undo(StepIn(S::kDone, kind.value));
    CHECK(undone.ok() == (kind.value == StepKind::kRemedy));
    if (!undone.ok()) CHECK(ReasonOf(undone.status()) == "CANNOT_BE_UNDONE");
  }
}

TEST_CASE("Every outcome in every state: once it counts, again it changes nothing, another one is refused", "[casework]") {
  struct Row {
    S state;
    StepOutcome outcome;
    std::string reason;  // of a refusal
    S next;
  };
  const Row rows[] = {
      {S::kPending, kDone, "ILLEGAL_TRANSITION", {}},
      {S::kPending, kFailed, "ILLEGAL_TRANSITION", {}},
      {S::kPending, kUnknown, "ILLEGAL_TRANSITION", {}},
      {S::kRunning, kDone, "", S::kDone},
      {S::kRunning, kFailed, "", S::kFailed},
      {S::kRunning, kUnknown, "", S::kRunning},
      {S::kDone, kDone, "", S::kDone},
      {S::kDone, kFailed, "OUTCOME_CONTRADICTED", {}},
      {S::kDone, kUnknown, "", S::kDone},
      {S::kFailed, kDone, "OUTCOME_CONTRADICTED", {}},
      {S::kFailed, kFailed, "", S::kFailed},
      {S::kFailed, kUnknown, "", S::kFailed},
      {S::kUndone, kDone, "", S::kUndone},
      {S::kUndone, kFailed, "OUTCOME_CONTRADICTED", {}},
      {S::kUndone, kUnknown, "", S::kUndone},
  };
  for (const Row& row : rows) {
    CAPTURE(Word(row.state), static_cast<int>(row.outcome.kind));
    const PlanStep step = StepIn(row.state);
    const absl::StatusOr<PlanStep> heard = Hear(step, row.outcome, kNow);
    CHECK(ReasonOf(heard.status()) == row.reason);
    if (!heard.ok()) continue;
    CHECK(heard->state == row.next);
    if (row.state == row.next) CHECK(*heard == step);
  }
}

TEST_CASE("What was heard is kept: reference and time of what is done, the reason of what failed", "[casework]") {
  const PlanStep done = Hear(StepIn(S::kRunning), kDone, kNow).value();
  CHECK(done.effect == "grants/g-1");
  CHECK(done.result_reference == "CPN-7");
  CHECK(done.done_time == kNow);
  CHECK(done.failure_reason.empty());
  const PlanStep failed = Hear(StepIn(S::kRunning), kFailed, kNow).value();
  CHECK(failed.failure_reason == "OUT_OF_STOCK");
  CHECK_FALSE(failed.done_time.has_value());
  CHECK(Hear(StepIn(S::kRunning), {Kind::kFailed, "", "", ""}, kNow)->failure_reason == "REFUSED");
}

// What is next, said once more: by the states alone.
SagaNext Expected(const std::vector<S>& states) {
  const auto first = [&](S state) {
    return static_cast<size_t>(std::find(states.begin(), states.end(), state) - states.begin());
  };
  const auto has = [&](S state) { return first(state) < states.size(); };
  if (has(S::kRunning)) return {SagaNext::Kind::kAsk, first(S::kRunning)};
  if (has(S::kFailed) || has(S::kUndone)) return {SagaNext::Kind::kFail, 0};
  if (has(S::kPending)) return {SagaNext::Kind::kBegin, first(S::kPending)};
  return {SagaNext::Kind::kFinish, 0};
}

TEST_CASE("What is next, for every combination of states of three steps", "[casework]") {
  for (const Named<S>& a : kWords<S>) {
    for (const Named<S>& b : kWords<S>) {
      for (const Named<S>& c : kWords<S>) {
        const std::vector<S> states = {a.value, b.value, c.value};
        const SagaNext next = NextOf(StepsIn(states));
        CHECK(next.kind == Expected(states).kind);
        CHECK(next.step == Expected(states).step);
      }
    }
  }
}

// Runs a plan to its end; step `fails` fails, and each outcome is unknown `unknowns` times before it is known.
std::vector<S> Run(size_t count, size_t fails, int unknowns) {
  std::vector<PlanStep> steps = StepsIn(std::vector<S>(count, S::kPending));
  int asked = 0;
  for (int guard = 0; guard < 100; ++guard) {
    const SagaNext next = NextOf(steps);
    if (next.kind == SagaNext::Kind::kFinish || next.kind == SagaNext::Kind::kFail) break;
    PlanStep& step = steps[next.step];
    if (next.kind == SagaNext::Kind::kBegin) {
      step = Begin(step).value();
      asked = 0;
    } else {
      const bool unknown = asked++ < unknowns;
      step = Hear(step, unknown ? kUnknown : next.step == fails ? kFailed : kDone, kNow).value();
    }
  }
  std::vector<S> states;
  for (const PlanStep& step : steps) states.push_back(step.state);
  return states;
}

TEST_CASE("Each step failing once: those before it are done, those after it never begin", "[casework]") {
  for (const int unknowns : {0, 1, 3}) {
    for (size_t fails = 0; fails <= 4; ++fails) {
      const std::vector<S> states = Run(4, fails, unknowns);
      for (size_t i = 0; i < 4; ++i) {
        CHECK(states[i] == (i < fails ? S::kDone : i == fails ? S::kFailed : S::kPending));
      }
    }
  }
}

TEST_CASE("What is taken back is what was done and can be, last first", "[casework]") {
  std::vector<PlanStep> steps = StepsIn({S::kDone, S::kDone, S::kFailed, S::kDone, S::kPending});
  steps[1].kind = StepKind::kHrReport;
  CHECK(UndoOrder(steps) == std::vector<size_t>{3, 0});
}

TEST_CASE("Money is in flight exactly while a remedy runs, and given once it is done", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    for (const Named<StepKind>& kind : kWords<StepKind>) {
      const std::vector<PlanStep> steps = {StepIn(state.value, kind.value)};
      const bool remedy = kind.value == StepKind::kRemedy;
      CHECK(HasGrantInFlight(steps) == (remedy && state.value == S::kRunning));
      CHECK(GivenBy(steps)->empty() == !(remedy && state.value == S::kDone));
    }
  }
  CHECK(GivenBy(StepsIn({S::kDone, S::kDone, S::kUndone})).value() == std::vector<Money>{{100'00, Currency::Cny()}});
}

}  // namespace
}  // namespace redress::casework
