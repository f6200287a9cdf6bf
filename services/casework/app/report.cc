#include "services/casework/app/report.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/resolving.h"

namespace redress::casework {
namespace {

absl::Status StepNotFound() {
  return Error(absl::StatusCode::kNotFound, "STEP_NOT_FOUND", "no step asked for such an operation");
}

// The reported step is one that the platform was asked for, of the present plan: an earlier plan ended with every step settled.
bool IsAsked(const CaseFile& file, const EffectOf& effect) {
  if (file.plans.empty() || file.plans.back().number != effect.plan) return false;
  for (const PlanStep& step : file.plans.back().steps) {
    if (step.id == effect.step) return ActionOf(step) == StepAction::kCreateOperation && step.state != StepState::kPending;
  }
  return false;
}

}  // namespace

absl::StatusOr<CaseFile> HearReport(const Context& context, const EffectOf& effect, const StepOutcome& outcome) {
  const auto heard = Tend(context, effect.case_number, [&](const CaseFile& file, BusinessTime now) -> absl::StatusOr<Change> {
    if (!IsAsked(file, effect)) return StepNotFound();
    return HearStep(file, effect.step, outcome, {{"platform", "", false}, "", now});
  });
  if (ReasonOf(heard.status()) == "CASE_NOT_FOUND") return StepNotFound();
  if (ReasonOf(heard.status()) == "OUTCOME_CONTRADICTED") {
    obs::Log(obs::Level::kError, "outcome_contradicted", {{"case", obs::Id(effect.case_number)}, {"step", obs::Id(effect.step)}});
  }
  return heard;
}

}  // namespace redress::casework
