// The execution of plans: a step is stored as begun, then asked for under its name, then what was heard is stored. Killed
// anywhere in between, the next run asks again under the same name, and what is done by that name happens once. Any number of
// replicas may run this: two that ask for the same step ask for the same effect, and the first outcome that is stored stands.
// Thread safe as the performer is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/app/context.h"
#include "services/casework/domain/saga.h"

namespace redress::casework {

// What is to be done for one step.
struct StepOrder {
  CaseFile file;
  Plan plan;
  PlanStep step;
  std::string key;  // EffectKey: the same again is the same effect
};

// Asks compensation or the platform for a step, or what became of it, outside any transaction. kUnknown where that cannot be told
// now: it is asked again later. Never asked for a person's step.
using Perform = std::function<StepOutcome(const StepOrder&)>;

// Takes one case as far as it goes now: to the end of its execution, to a person's step, or to an outcome that is not known yet.
// The case as stored. Errors: CASE_NOT_FOUND, those of the pool. Nothing to do for a case that is not EXECUTING.
absl::StatusOr<CaseFile> Execute(const Context& context, const std::string& number, const Perform& perform);

// Cases with something to ask for, in the order of their numbers after `after`; those that wait for a person are left out.
absl::StatusOr<std::vector<std::string>> CasesToExecute(const Context& context, const std::string& after, int limit);

}  // namespace redress::casework
