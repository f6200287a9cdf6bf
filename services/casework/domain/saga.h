// The execution of a plan as a saga: for each kind of step what is asked of whom, and what takes it back (docs/architecture.md).
// A step is stored as RUNNING before anything is asked, under a key that casework makes from case, plan and step; whoever does
// not know what became of it asks again under that key, and it happens once. Steps run one after the other, in the order of the
// plan. A step that fails for good ends the plan: what was done stays done, what was not begun is not begun, and the case needs
// another plan. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "services/casework/domain/plan.h"

namespace redress::casework {

// What is asked, and of whom.
enum class StepAction {
  kCommitGrant,      // compensation gives an option of a quotation
  kReverseGrant,     // compensation takes it back in the books
  kCreateOperation,  // the platform changes an address, moves a supplier, reports to HR
  kPersonActs,       // the owner does it and says so
  kNothing,          // cannot be taken back
};

template <>
inline constexpr std::array kWords<StepAction> = {
    Named<StepAction>{StepAction::kCommitGrant, "commit grant"},
    Named<StepAction>{StepAction::kReverseGrant, "reverse grant"},
    Named<StepAction>{StepAction::kCreateOperation, "create operation"},
    Named<StepAction>{StepAction::kPersonActs, "a person acts"},
    Named<StepAction>{StepAction::kNothing, "nothing"},
};

struct SagaRow {
  StepKind kind;
  StepAction action;
  StepAction undo;
};

// Every kind of step once.
inline constexpr std::array kSaga = {
    SagaRow{StepKind::kRemedy, StepAction::kCommitGrant, StepAction::kReverseGrant},
    SagaRow{StepKind::kApology, StepAction::kPersonActs, StepAction::kNothing},
    SagaRow{StepKind::kChangeAddress, StepAction::kCreateOperation, StepAction::kNothing},
    SagaRow{StepKind::kSupplierAction, StepAction::kCreateOperation, StepAction::kNothing},
    SagaRow{StepKind::kHrReport, StepAction::kCreateOperation, StepAction::kNothing},
    SagaRow{StepKind::kPerson, StepAction::kPersonActs, StepAction::kNothing},
};

// An apology that a quotation offers is a remedy without money: a person's, too, and never a grant.
const SagaRow& SagaRowOf(StepKind kind);
StepAction ActionOf(const PlanStep& step);
StepAction UndoOf(const PlanStep& step);

// Names one effect for ever: `{case}-p{plan}-s{step}`, in the alphabet of the platform's operations; 63 characters at most.
std::string EffectKey(absl::string_view case_number, int plan, absl::string_view step);
// What the name of an effect is about.
struct EffectOf {
  std::string case_number;
  int plan = 0;
  std::string step;  // `s1`
  friend bool operator==(const EffectOf&, const EffectOf&) = default;
};
// Nothing for a name that EffectKey did not make.
absl::optional<EffectOf> ParseEffectKey(absl::string_view key);
// The same as a request id for calls that want a UUID (version 8, from SHA-256).
Uuid EffectRequestId(absl::string_view effect_key);

// What was heard of a step.
struct StepOutcome {
  enum class Kind { kDone, kFailed, kUnknown };
  Kind kind = Kind::kUnknown;
  std::string effect;            // `grants/…`, `operations/…` where there is one
  std::string result_reference;  // for kDone
  std::string failure_reason;    // for kFailed: a stable word of who refused
};

// PENDING → RUNNING. ILLEGAL_TRANSITION otherwise, as below.
absl::StatusOr<PlanStep> Begin(const PlanStep& step);
// RUNNING → DONE, FAILED, or RUNNING still where nothing is known. The same outcome again changes nothing, however late; another
// one is refused: FAILED_PRECONDITION, reason OUTCOME_CONTRADICTED (an alert). Of a step that was not begun: ILLEGAL_TRANSITION.
absl::StatusOr<PlanStep> Hear(const PlanStep& step, const StepOutcome& outcome, BusinessTime now);
// DONE → UNDONE. FAILED_PRECONDITION, reason CANNOT_BE_UNDONE for kinds without an undo.
absl::StatusOr<PlanStep> Undo(const PlanStep& step);

// What is to be done next with a plan that is being executed.
struct SagaNext {
  enum class Kind {
    kBegin,   // begin step `step`
    kAsk,     // the outcome of step `step` is not known: ask (or wait for the person)
    kFinish,  // every step is done
    kFail,    // a step failed for good, and nothing is under way
  };
  Kind kind = Kind::kFinish;
  size_t step = 0;
};
SagaNext NextOf(const std::vector<PlanStep>& steps);

// The done steps in the order in which they are taken back (last first), those without an undo left out.
std::vector<size_t> UndoOrder(const std::vector<PlanStep>& steps);

// True where money or goods may be under way: a remedy was asked for and its outcome is not known.
bool HasGrantInFlight(const std::vector<PlanStep>& steps);
// What these steps gave, by currency: remedies that are done. OUT_OF_RANGE, MONEY_OVERFLOW.
absl::StatusOr<std::vector<Money>> GivenBy(const std::vector<PlanStep>& steps);
// The same of all plans of a case.
absl::StatusOr<std::vector<Money>> GivenBy(const std::vector<Plan>& plans);

}  // namespace redress::casework
