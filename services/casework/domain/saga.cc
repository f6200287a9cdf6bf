#include "services/casework/domain/saga.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/complaint_number.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/canonical.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

absl::Status Illegal(const PlanStep& step, absl::string_view verb, absl::string_view allowed) {
  return Refuse("ILLEGAL_TRANSITION",
                absl::StrCat("step ", step.id, " is ", Word(step.state), " and cannot be ", verb, "; allowed for ", allowed));
}

bool IsGrant(const PlanStep& step) {
  return ActionOf(step) == StepAction::kCommitGrant;
}

}  // namespace

const SagaRow& SagaRowOf(StepKind kind) {
  for (const SagaRow& row : kSaga) {
    if (row.kind == kind) return row;
  }
  return kSaga.back();
}

StepAction ActionOf(const PlanStep& step) {
  const bool apology = step.kind == StepKind::kRemedy && step.remedy == RemedyKind::kApology;
  return apology ? StepAction::kPersonActs : SagaRowOf(step.kind).action;
}

StepAction UndoOf(const PlanStep& step) {
  return ActionOf(step) == StepAction::kPersonActs ? StepAction::kNothing : SagaRowOf(step.kind).undo;
}

std::string EffectKey(absl::string_view case_number, int plan, absl::string_view step) {
  return absl::StrCat(case_number, "-p", plan, "-", step);
}

absl::optional<EffectOf> ParseEffectKey(absl::string_view key) {
  const size_t step = key.rfind("-s"), plan = key.substr(0, step).rfind("-p");
  if (step == absl::string_view::npos || plan == absl::string_view::npos) return absl::nullopt;
  EffectOf effect;
  int position = 0;
  const bool numbers = absl::SimpleAtoi(key.substr(plan + 2, step - plan - 2), &effect.plan) &&
                       absl::SimpleAtoi(key.substr(step + 2), &position) && effect.plan >= 1 && position >= 1;
  const absl::StatusOr<ComplaintNumber> number = ComplaintNumber::Parse(key.substr(0, plan));
  if (!numbers || !number.ok()) return absl::nullopt;
  effect.case_number = number->ToString();
  effect.step = absl::StrCat("s", position);
  if (EffectKey(effect.case_number, effect.plan, effect.step) != key) return absl::nullopt;  // written in another way
  return effect;
}

Uuid EffectRequestId(absl::string_view effect_key) {
  const std::string digest = absl::HexStringToBytes(Sha256Hex(effect_key));
  Uuid::Bytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | 0x80);  // version 8
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);  // variant of RFC 9562
  return Uuid(bytes);
}

absl::StatusOr<PlanStep> Begin(const PlanStep& step) {
  if (step.state != StepState::kPending) return Illegal(step, "begun", "PENDING");
  PlanStep next = step;
  next.state = StepState::kRunning;
  return next;
}

absl::StatusOr<PlanStep> Hear(const PlanStep& step, const StepOutcome& outcome, BusinessTime now) {
  using Kind = StepOutcome::Kind;
  if (step.state == StepState::kPending) return Illegal(step, "answered", "RUNNING");
  if (outcome.kind == Kind::kUnknown) return step;
  const bool done = outcome.kind == Kind::kDone;
  if (step.state != StepState::kRunning) {
    const bool was_done = step.state != StepState::kFailed;  // an undone step was done once
    if (was_done == done) return step;
    return Refuse("OUTCOME_CONTRADICTED", absl::StrCat("step ", step.id, " is ", Word(step.state), " already"));
  }
  PlanStep next = step;
  next.state = done ? StepState::kDone : StepState::kFailed;
  if (!outcome.effect.empty()) next.effect = outcome.effect;
  if (done) next.result_reference = outcome.result_reference;
  if (done) next.done_time = now;
  if (!done) next.failure_reason = outcome.failure_reason.empty() ? "REFUSED" : outcome.failure_reason;
  return next;
}

absl::StatusOr<PlanStep> Undo(const PlanStep& step) {
  if (step.state != StepState::kDone) return Illegal(step, "undone", "DONE");
  if (UndoOf(step) == StepAction::kNothing) {
    return Refuse("CANNOT_BE_UNDONE", absl::StrCat("step ", step.id, " (", Word(step.kind), ") cannot be taken back"));
  }
  PlanStep next = step;
  next.state = StepState::kUndone;
  return next;
}

SagaNext NextOf(const std::vector<PlanStep>& steps) {
  bool failed = false;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].state == StepState::kRunning) return {SagaNext::Kind::kAsk, i};
    failed |= steps[i].state == StepState::kFailed || steps[i].state == StepState::kUndone;
  }
  if (failed) return {SagaNext::Kind::kFail, 0};
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].state == StepState::kPending) return {SagaNext::Kind::kBegin, i};
  }
  return {SagaNext::Kind::kFinish, 0};
}

std::vector<size_t> UndoOrder(const std::vector<PlanStep>& steps) {
  std::vector<size_t> order;
  for (size_t i = steps.size(); i-- > 0;) {
    if (steps[i].state == StepState::kDone && UndoOf(steps[i]) != StepAction::kNothing) order.push_back(i);
  }
  return order;
}

bool HasGrantInFlight(const std::vector<PlanStep>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const PlanStep& step) { return step.state == StepState::kRunning && IsGrant(step); });
}

absl::StatusOr<std::vector<Money>> GivenBy(const std::vector<PlanStep>& steps) {
  std::vector<Money> sums;
  for (const PlanStep& step : steps) {
    if (step.state == StepState::kDone && IsGrant(step)) RETURN_IF_ERROR(AddTo(&sums, step.amount));
  }
  return sums;
}

absl::StatusOr<std::vector<Money>> GivenBy(const std::vector<Plan>& plans) {
  std::vector<Money> sums;
  for (const Plan& plan : plans) {
    ASSIGN_OR_RETURN(const std::vector<Money> given, GivenBy(plan.steps));
    for (const Money& amount : given) RETURN_IF_ERROR(AddTo(&sums, amount));
  }
  return sums;
}

}  // namespace redress::casework
