#include "services/casework/app/execute.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {
namespace {

Because Heard(BusinessTime now) {
  return {{"services/casework", "", false}, "", now};
}

// Stores what was heard. Another outcome than the one that stands already is not taken: the case is as it was, and who watches is
// told by the reason.
absl::StatusOr<CaseFile> StoreOutcome(const Context& context, const StepOrder& order, const StepOutcome& outcome) {
  return Tend(context, order.file.number, [&](const CaseFile& file, BusinessTime now) -> absl::StatusOr<Change> {
    const bool same_plan = !file.plans.empty() && file.plans.back().number == order.plan.number;
    if (!same_plan) return Unchanged(file);
    return HearStep(file, order.step.id, outcome, Heard(now));
  });
}

}  // namespace

absl::StatusOr<CaseFile> Execute(const Context& context, const std::string& number, const Perform& perform) {
  while (true) {
    // Begins the next step, or ends the execution, where there is nothing to be waited for.
    ASSIGN_OR_RETURN(const CaseFile file, Tend(context, number, [](const CaseFile& seen, BusinessTime now) {
                       return seen.state == CaseState::kExecuting ? GoOn(seen, now) : Unchanged(seen);
                     }));
    if (file.state != CaseState::kExecuting) return file;
    const Plan& plan = file.plans.back();
    const SagaNext next = NextOf(plan.steps);
    if (next.kind != SagaNext::Kind::kAsk) return file;
    const PlanStep& step = plan.steps[next.step];
    if (ActionOf(step) == StepAction::kPersonActs) return file;
    const StepOrder order = {file, plan, step, EffectKey(number, plan.number, step.id)};
    const StepOutcome outcome = perform(order);
    if (outcome.kind == StepOutcome::Kind::kUnknown) return file;
    RETURN_IF_ERROR(StoreOutcome(context, order, outcome).status());
  }
}

absl::StatusOr<std::vector<std::string>> CasesToExecute(const Context& context, const std::string& after, int limit) {
  std::vector<std::string> numbers;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    numbers = ExecutingCases(transaction, after, limit);
    return absl::OkStatus();
  }));
  return numbers;
}

}  // namespace redress::casework
