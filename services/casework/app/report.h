// What the platform says became of an operation that a step asked for: heard once, however often it is said.
#pragma once

#include "absl/status/statusor.h"
#include "services/casework/app/context.h"
#include "services/casework/domain/saga.h"

namespace redress::casework {

// The case as stored. NOT_FOUND, reason STEP_NOT_FOUND, for an operation that no step asked for, or asked for otherwise.
// FAILED_PRECONDITION, reason OUTCOME_CONTRADICTED, and an error in the log, where the opposite is known. What is still pending
// changes nothing.
absl::StatusOr<CaseFile> HearReport(const Context& context, const EffectOf& effect, const StepOutcome& outcome);

}  // namespace redress::casework
