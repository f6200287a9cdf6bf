// The case from the plan to its execution: proposed, answered by the customer, approved by somebody else, and done step by step.
// Each function is a decision: the case as it is in, a Change or a refusal out. What a step asks of compensation or the platform
// is asked after the Change is stored (saga.h), never here. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/saga.h"

namespace redress::casework {

// A plan in place of an earlier one that the customer did not accept. FAILED_PRECONDITION, reason CHECKLIST_INCOMPLETE naming
// what is open: nothing is promised before it was verified. Else as Propose.
absl::StatusOr<Change> ProposePlan(const CaseFile& file, std::vector<PlanStep> steps, std::vector<QuotedOption> quoted,
                                   const CasePolicy& policy, const Because& because);
// Takes the present plan back before the customer answers.
absl::StatusOr<Change> WithdrawPlan(const CaseFile& file, const Because& because);

// The customer's yes or no: by link, or as told to the owner, who says how (`because.why` is then required). A yes goes on to
// approval where the plan needs one, else to execution; it comes in time or is refused, PLAN_EXPIRED. A no is heard at any time.
absl::StatusOr<Change> AnswerPlan(const CaseFile& file, absl::string_view plan_hash, PlanAnswer answer, const CasePolicy& policy,
                                  const Because& because);
// Somebody's yes or no to the present plan; see Decide.
absl::StatusOr<Change> DecideApproval(const CaseFile& file, const Approver& approver, const Decision& decision,
                                      const Because& because);

// Goes on with the execution: begins the next step, or ends it where all are done or one failed for good. Nothing to do while a
// step is under way. ILLEGAL_TRANSITION unless the case is EXECUTING.
absl::StatusOr<Change> GoOn(const CaseFile& file, BusinessTime now);
// What was heard of a step of the present plan, from whoever did it; ends the execution where it was the last one to be waited
// for. Nothing to do where it is known already. NOT_FOUND, reason STEP_NOT_FOUND; else as Hear.
absl::StatusOr<Change> HearStep(const CaseFile& file, const std::string& step, const StepOutcome& outcome,
                                const Because& because);
// A person has done a step that is a person's: its owner or a supervisor. NOT_STEP_OWNER; NOT_A_PERSONS_STEP.
absl::StatusOr<Change> CompleteStep(const CaseFile& file, const std::string& step, const Because& because);

}  // namespace redress::casework
