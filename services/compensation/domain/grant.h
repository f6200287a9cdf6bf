// The decision to give: a pure function of the quotation, of who asks with which approval, and of what was given so far, read
// under the locks that keep it true until the commit. Everything that can stand against a grant is here, one reason each.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/compensation/domain/grant_state.h"
#include "services/compensation/domain/options.h"
#include "services/compensation/domain/policy.h"

namespace redress::compensation {

// Somebody's yes to a plan, as casework recorded it.
struct Approval {
  std::string approver;  // bare agent id
  Authority authority = Authority::kSpecialist;
  std::string plan_hash;
  BusinessTime time;
};

// What is asked.
struct GrantCommand {
  std::string quotation;  // bare id
  std::string option;
  std::string proposer;  // bare agent id
  std::string plan_hash;
  Money case_total;  // by casework: everything that the customer gets in the case, this included
  absl::optional<Approval> approval;
  int32_t partition = 0;
};

// What was given so far and still stands: failed and reversed grants do not count.
struct Standing {
  std::string taken_by;                 // the live grant of the same entitlement; empty: it is free
  int32_t occurrences = 0;              // grants of it, failed and reversed ones included
  int64_t line_money = 0;               // refunds and differences of the line, whatever the cause
  int32_t line_pieces = 0;              // goods of the line, whatever the cause
  int64_t order_money = 0;              // refunds and differences of the order
  int64_t case_total = 0;               // of the case
  int64_t case_goodwill = 0;            //
  int64_t customer_goodwill = 0;        // of the customer, within the policy's window
  int64_t agent_day = 0;                // by the proposer alone, today
  absl::optional<int64_t> budget_used;  // of the month and category; of a slice: as if all the others were used up
  absl::optional<int> budget_slice;     // from which it is taken; nothing: the whole budget is locked, its sum exact
};

// A thing given, once.
struct Grant {
  std::string id;  // bare; operations/{id} at the platform
  int32_t partition = 0;
  std::string case_number;
  std::string customer;
  std::string quotation;
  Option option;
  Tag cause;
  int32_t occurrence = 1;
  GrantState state = GrantState::kCommitted;
  std::string proposer;
  std::string plan_hash;
  absl::optional<Approval> approval;
  bool alone = false;  // given without an approval: counts for the agent's day
  std::string failure_reason;
  std::string result_reference;
  std::string reverse_reason;
  BusinessTime commit_time;
  absl::optional<BusinessTime> pay_time;
  absl::optional<BusinessTime> fail_time;
  absl::optional<BusinessTime> reverse_time;
  int64_t version = 1;
};

// The option of that id. NOT_FOUND, reason OPTION_NOT_FOUND.
absl::StatusOr<Option> FindOption(const Quotation& quotation, const std::string& id);

// Whether the yes is good enough: `required` above a specialist's own authority needs an approval of this plan, by somebody else,
// with at least that authority; damages need legal's. FAILED_PRECONDITION: APPROVAL_MISSING, APPROVAL_SELF_GIVEN,
// APPROVAL_OF_ANOTHER_PLAN, APPROVAL_TOO_LOW, each with what would do.
absl::Status CheckApproval(const GrantCommand& command, Authority required);

// What this option needs, measured by everything the customer gets in the case; at least what its quotation says.
Authority RequiredFor(const Option& option, const GrantCommand& command, const Standing& standing, const Terms& terms);

// FAILED_PRECONDITION, with the figures: OVER_PAID_AMOUNT, OVER_QUANTITY, OVER_CASE_LIMIT, OVER_CUSTOMER_LIMIT, OVER_AGENT_LIMIT,
// NO_BUDGET, OVER_BUDGET.
absl::Status CheckLimits(const Option& option, bool alone, const Standing& standing, const Terms& terms);

// The grant, without its id. FAILED_PRECONDITION: QUOTATION_EXPIRED, NOTHING_TO_GRANT, ENTITLEMENT_TAKEN, and those of the above;
// INVALID_ARGUMENT naming `case_total` where it is less than what is asked.
absl::StatusOr<Grant> DecideGrant(const Terms& terms, const Quotation& quotation, const GrantCommand& command,
                                  const Standing& standing, BusinessTime now);

// The grant after an event. FAILED_PRECONDITION, reason ILLEGAL_TRANSITION. `word`: the reason of a failure or a reversal, the
// reference of a success.
absl::StatusOr<Grant> Move(const Grant& grant, GrantEvent event, const std::string& word, BusinessTime time);

}  // namespace redress::compensation
