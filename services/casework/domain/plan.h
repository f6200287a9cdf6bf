// A plan: what is promised to the customer, as ordered steps, each with an owner and a due time (domain.md §5: no vague promise).
// Its hash is what the customer answers, what is approved and what compensation pays against: it covers every step, every
// quotation that a step names, the case and the number of the plan. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "services/casework/domain/authority.h"

namespace redress::casework {

// The values are those of the contract.
enum class StepKind { kRemedy = 1, kApology = 2, kChangeAddress = 3, kSupplierAction = 4, kHrReport = 5, kPerson = 6 };
enum class StepState { kPending = 1, kRunning = 2, kDone = 3, kFailed = 4, kUndone = 5 };
enum class PlanAnswer { kNone = 0, kAccepted = 1, kDeclined = 2, kWithdrawn = 3 };

template <>
inline constexpr std::array kWords<StepKind> = {
    Named<StepKind>{StepKind::kRemedy, "REMEDY"},
    Named<StepKind>{StepKind::kApology, "APOLOGY"},
    Named<StepKind>{StepKind::kChangeAddress, "CHANGE_ADDRESS"},
    Named<StepKind>{StepKind::kSupplierAction, "SUPPLIER_ACTION"},
    Named<StepKind>{StepKind::kHrReport, "HR_REPORT"},
    Named<StepKind>{StepKind::kPerson, "PERSON"},
};
template <>
inline constexpr std::array kWords<StepState> = {
    Named<StepState>{StepState::kPending, "PENDING"}, Named<StepState>{StepState::kRunning, "RUNNING"},
    Named<StepState>{StepState::kDone, "DONE"},       Named<StepState>{StepState::kFailed, "FAILED"},
    Named<StepState>{StepState::kUndone, "UNDONE"},
};
template <>
inline constexpr std::array kWords<PlanAnswer> = {
    Named<PlanAnswer>{PlanAnswer::kNone, "NONE"},
    Named<PlanAnswer>{PlanAnswer::kAccepted, "ACCEPTED"},
    Named<PlanAnswer>{PlanAnswer::kDeclined, "DECLINED"},
    Named<PlanAnswer>{PlanAnswer::kWithdrawn, "WITHDRAWN"},
};

// An option of a quotation as compensation gave it.
struct QuotedOption {
  std::string quotation;       // `quotations/{id}`
  std::string option;          // id within the quotation
  std::string quotation_hash;  // 64 hexadecimal digits
  std::string case_number;     // the case that it was given for
  RemedyKind kind = RemedyKind::kRefund;
  Money amount;  // what it costs; 0 for an apology
  Authority required_authority = Authority::kSpecialist;
  BusinessTime expire_time;
};

struct PlanStep {
  std::string id;  // `s1`, `s2`, … within the plan
  StepKind kind = StepKind::kPerson;
  std::string owner;  // bare agent id; required
  absl::optional<BusinessTime> due_time;
  std::string quotation;    // for REMEDY
  std::string option;       // for REMEDY
  std::string description;  // what the customer is told; ≤ 500 code points
  std::string subject;      // order, seller or staff id, for what goes to the platform
  std::string detail;       // what of it
  // Of the quoted option, for REMEDY; filled by Propose.
  RemedyKind remedy = RemedyKind::kApology;
  Money amount;
  StepState state = StepState::kPending;
  std::string effect;            // `grants/…` or `operations/…` that it became
  std::string failure_reason;    // why it failed
  std::string result_reference;  // what the customer gets of it
  absl::optional<BusinessTime> done_time;
  friend bool operator==(const PlanStep&, const PlanStep&) = default;
};

struct Plan {
  int number = 0;  // from 1 within the case
  std::string proposer;
  std::vector<PlanStep> steps;
  std::string hash;           // 64 hexadecimal digits
  std::vector<Money> totals;  // everything the customer gets in this case, by currency, this plan included
  Authority required_authority = Authority::kSpecialist;
  PlanAnswer answer = PlanAnswer::kNone;
  BusinessTime propose_time;
  BusinessTime expire_time;  // from then on it can be accepted no more
  absl::optional<BusinessTime> answer_time;
  friend bool operator==(const Plan&, const Plan&) = default;
};

// How long a plan stands. The quotations of the shipped policy are good for seven days: two of them are left for approval, which
// may go up all levels, and for the execution, so that what was accepted in time is given.
struct OfferPolicy {
  absl::Duration stands = absl::Hours(24 * 5);   // an offer that nobody answers
  absl::Duration to_give = absl::Hours(24 * 2);  // before the first of its quotations ends it is accepted no more
};

// What a plan is proposed from.
struct PlanDraft {
  std::string case_number;
  int number = 1;
  std::string proposer;
  std::vector<PlanStep> steps;       // what the contract lets a caller say
  std::vector<QuotedOption> quoted;  // every quotation option that a step names, as compensation has it
  std::vector<Money> granted;        // what the case gave before, net
};

// The plan. INVALID_ARGUMENT, all bad fields at once, reason STEP_WITHOUT_DUE_TIME or STEP_WITHOUT_OWNER where one is missing
// (INVALID_FIELDS otherwise). FAILED_PRECONDITION, reason QUOTATION_OF_ANOTHER_CASE, OPTION_TWICE, or QUOTATION_EXPIRED, also for
// one that ends before what is offered could be given.
absl::StatusOr<Plan> Propose(PlanDraft draft, const AuthorityBands& bands, const OfferPolicy& offer, BusinessTime now);

// The hash of a plan as it stands: over what was promised, not over how far it is done.
std::string PlanHash(absl::string_view case_number, const Plan& plan, const std::vector<QuotedOption>& quoted);

// OK while the plan can be accepted. FAILED_PRECONDITION, reason PLAN_EXPIRED, with the time from which on it cannot.
absl::Status CheckStands(const Plan& plan, BusinessTime now);

// FAILED_PRECONDITION, reason PLAN_CHANGED: `hash` is not that of the present plan.
absl::Status CheckPlanHash(const Plan& plan, absl::string_view hash);

}  // namespace redress::casework
