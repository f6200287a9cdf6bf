#include "services/casework/domain/plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/casework/domain/canonical.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kStepsMax = 20;
constexpr size_t kDescriptionMax = 500;  // code points
constexpr size_t kSubjectMax = 200;
constexpr std::array<absl::string_view, 4> kSupplierActions = {"CORRECT_LISTING", "STOP_SALE", "RECALL", "CHARGE_BACK"};
constexpr std::array<absl::string_view, 4> kHrGrounds = {"RUDE", "NO_REPLY", "BUCK_PASSING", "OTHER"};

const QuotedOption* QuotedOf(const std::vector<QuotedOption>& quoted, const PlanStep& step) {
  for (const QuotedOption& option : quoted) {
    if (option.quotation == step.quotation && option.option == step.option) return &option;
  }
  return nullptr;
}

template <class Words>
bool IsOneOf(const Words& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Which of the fields that belong to only some kinds a step of a kind needs; the others must be empty.
struct Needs {
  bool quotation, description, subject, detail;
};

Needs NeedsOf(StepKind kind) {
  switch (kind) {
    case StepKind::kRemedy:
      return {true, false, false, false};
    case StepKind::kApology:
    case StepKind::kPerson:
      return {false, true, false, false};
    case StepKind::kChangeAddress:
    case StepKind::kSupplierAction:
    case StepKind::kHrReport:
      return {false, false, true, true};
  }
  return {};
}

void CheckPresence(Violations* violations, const std::string& field, const std::string& value, bool needed) {
  if (needed && Trim(value).empty()) violations->Add(field, "required for this kind of step");
  if (!needed && !value.empty()) violations->Add(field, "not for this kind of step");
}

void CheckDetail(Violations* violations, const std::string& path, const PlanStep& step) {
  if (step.detail.empty()) return;
  if (step.kind == StepKind::kSupplierAction && !IsOneOf(kSupplierActions, step.detail)) {
    violations->Add(path + ".detail", "CORRECT_LISTING, STOP_SALE, RECALL or CHARGE_BACK");
  }
  if (step.kind == StepKind::kHrReport && !IsOneOf(kHrGrounds, step.detail)) {
    violations->Add(path + ".detail", "RUDE, NO_REPLY, BUCK_PASSING or OTHER");
  }
}

void CheckStep(Violations* violations, const std::string& path, const PlanStep& step, const std::vector<QuotedOption>& quoted,
               BusinessTime now) {
  if (Word(step.kind).empty()) return violations->Add(path + ".kind", "what the step does");
  if (step.owner.empty()) violations->Add(path + ".owner", "who sees to it; required");
  if (!step.due_time.has_value()) {
    violations->Add(path + ".due_time", "until when; required");
  } else if (*step.due_time <= now) {
    violations->Add(path + ".due_time", "later than now");
  }
  const Needs needs = NeedsOf(step.kind);
  CheckPresence(violations, path + ".quotation", step.quotation, needs.quotation);
  CheckPresence(violations, path + ".option", step.option, needs.quotation);
  if (needs.description) CheckPresence(violations, path + ".description", step.description, true);
  CheckPresence(violations, path + ".subject", step.subject, needs.subject);
  CheckPresence(violations, path + ".detail", step.detail, needs.detail);
  CheckDetail(violations, path, step);
  if (CodePointCount(step.description) > kDescriptionMax) violations->Add(path + ".description", "at most 500 characters");
  if (CodePointCount(step.subject) > kSubjectMax) violations->Add(path + ".subject", "at most 200 characters");
  if (CodePointCount(step.detail) > kSubjectMax) violations->Add(path + ".detail", "at most 200 characters");
  if (needs.quotation && !step.quotation.empty() && !step.option.empty() && QuotedOf(quoted, step) == nullptr) {
    violations->Add(path + ".option", "no such option of the quotation");
  }
}

// The refusal of a plan whose fields are amiss: a missing promise is what it is about, whatever else is wrong.
absl::Status FieldsStatus(const Violations& violations, const std::vector<PlanStep>& steps) {
  if (violations.empty()) return absl::OkStatus();
  const auto any = [&](auto lacks) { return std::any_of(steps.begin(), steps.end(), lacks); };
  absl::Status all = violations.ToStatus();
  absl::string_view reason;
  if (any([](const PlanStep& step) { return !step.due_time.has_value(); })) {
    reason = "STEP_WITHOUT_DUE_TIME";
  } else if (any([](const PlanStep& step) { return step.owner.empty(); })) {
    reason = "STEP_WITHOUT_OWNER";
  } else {
    return all;
  }
  return WithViolations(Error(all.code(), reason, all.message()), violations.all());
}

absl::Status CheckFields(const PlanDraft& draft, BusinessTime now) {
  Violations violations;
  if (draft.steps.empty() || draft.steps.size() > kStepsMax) violations.Add("steps", "1 to 20 of them");
  for (size_t i = 0; i < draft.steps.size(); ++i) {
    CheckStep(&violations, absl::StrCat("steps[", i, "]"), draft.steps[i], draft.quoted, now);
  }
  return FieldsStatus(violations, draft.steps);
}

absl::Status CheckQuotations(const PlanDraft& draft, const OfferPolicy& offer, BusinessTime now) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const PlanStep& step : draft.steps) {
    if (step.kind != StepKind::kRemedy) continue;
    const QuotedOption& option = *QuotedOf(draft.quoted, step);
    if (option.case_number != draft.case_number) {
      return Refuse("QUOTATION_OF_ANOTHER_CASE", absl::StrCat(option.quotation, " was given for another case"));
    }
    if (option.expire_time - offer.to_give <= now) {
      return Refuse("QUOTATION_EXPIRED", absl::StrCat(option.quotation, " ends at ", option.expire_time.ToRfc3339(),
                                                      ", too soon to be accepted, approved and given; ask for a new one"));
    }
    if (!seen.emplace(step.quotation, step.option).second) {
      return Refuse("OPTION_TWICE", absl::StrCat("option ", step.option, " of ", step.quotation, " is given once"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Plan> Propose(PlanDraft draft, const AuthorityBands& bands, const OfferPolicy& offer, BusinessTime now) {
  RETURN_IF_ERROR(CheckFields(draft, now));
  RETURN_IF_ERROR(CheckQuotations(draft, offer, now));
  Plan plan;
  plan.number = draft.number;
  plan.proposer = std::move(draft.proposer);
  plan.propose_time = now;
  plan.expire_time = now + offer.stands;
  plan.totals = std::move(draft.granted);
  Authority demanded = Authority::kSpecialist;
  for (PlanStep& step : draft.steps) {
    step.id = absl::StrCat("s", plan.steps.size() + 1);
    step.state = StepState::kPending;
    if (step.kind == StepKind::kRemedy) {
      const QuotedOption& option = *QuotedOf(draft.quoted, step);
      step.remedy = option.kind;
      step.amount = option.amount;
      plan.expire_time = std::min(plan.expire_time, option.expire_time - offer.to_give);
      demanded = Stronger(demanded, option.required_authority);
      RETURN_IF_ERROR(AddTo(&plan.totals, option.amount));
    }
    plan.steps.push_back(std::move(step));
  }
  plan.required_authority = Stronger(demanded, AuthorityFor(plan.totals, bands));
  plan.hash = PlanHash(draft.case_number, plan, draft.quoted);
  return plan;
}

std::string PlanHash(absl::string_view case_number, const Plan& plan, const std::vector<QuotedOption>& quoted) {
  Canonical canonical;
  canonical.Add(case_number).Add(plan.number).Add(plan.proposer).Add(static_cast<int64_t>(plan.steps.size()));
  for (const PlanStep& step : plan.steps) {
    const QuotedOption* const option = step.kind == StepKind::kRemedy ? QuotedOf(quoted, step) : nullptr;
    canonical.Add(step.id).Add(Word(step.kind)).Add(step.owner).Add(step.due_time.value_or(BusinessTime()));
    canonical.Add(step.quotation).Add(step.option).Add(option == nullptr ? "" : option->quotation_hash.c_str());
    canonical.Add(step.description).Add(step.subject).Add(step.detail);
    canonical.Add(step.amount.minor).Add(step.amount.currency.code());
  }
  return Sha256Hex(canonical.bytes());
}

absl::Status CheckStands(const Plan& plan, BusinessTime now) {
  if (now < plan.expire_time) return absl::OkStatus();
  return Refuse("PLAN_EXPIRED", absl::StrCat("plan ", plan.number, " could be accepted until ", plan.expire_time.ToRfc3339(),
                                             "; a new one has to be proposed"));
}

absl::Status CheckPlanHash(const Plan& plan, absl::string_view hash) {
  if (hash == plan.hash) return absl::OkStatus();
  return Refuse("PLAN_CHANGED", absl::StrCat("the present plan is number ", plan.number, " with hash ", plan.hash));
}

}  // namespace redress::casework
