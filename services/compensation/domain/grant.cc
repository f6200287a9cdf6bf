#include "services/compensation/domain/grant.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

// OK while `used` and `more` stay within `limit`; the message says what is left.
absl::Status Within(int64_t used, int64_t more, int64_t limit, const absl::Status& refusal) {
  if (more <= limit - used) return absl::OkStatus();
  return Error(refusal.code(), ReasonOf(refusal),
               absl::StrCat(refusal.message(), ": of ", limit, " minor units or pieces ", used, " are given, ",
                            std::max<int64_t>(0, limit - used), " are left, ", more, " are asked"));
}

absl::Status CheckFree(const Standing& standing) {
  if (standing.taken_by.empty()) return absl::OkStatus();
  return Refuse("ENTITLEMENT_TAKEN",
                absl::StrCat("grants/", standing.taken_by, " gives it already; another one needs its failure or reversal"));
}

absl::Status CheckLine(const Option& option, const Standing& standing) {
  if (IsMoneyBack(option.kind)) {
    RETURN_IF_ERROR(Within(standing.line_money, option.amount.minor, option.line_paid,
                           Refuse("OVER_PAID_AMOUNT", "refunds of a line stay within what was paid for it")));
    return Within(standing.order_money, option.amount.minor, option.order_paid,
                  Refuse("OVER_PAID_AMOUNT", "refunds of an order stay within what was paid for it"));
  }
  if (!IsGoods(option.kind)) return absl::OkStatus();
  return Within(standing.line_pieces, option.quantity, option.line_quantity,
                Refuse("OVER_QUANTITY", "goods sent for a line stay within its pieces"));
}

absl::Status CheckGoodwill(const Option& option, const Standing& standing, const Terms& terms) {
  if (option.entitlement() != EntitlementKind::kGoodwill) return absl::OkStatus();
  RETURN_IF_ERROR(Within(standing.case_goodwill, option.amount.minor, terms.goodwill_case_max,
                         Refuse("OVER_CASE_LIMIT", "goodwill of a case is limited")));
  return Within(standing.customer_goodwill, option.amount.minor, terms.goodwill_customer_max,
                Refuse("OVER_CUSTOMER_LIMIT", "goodwill of a customer is limited"));
}

}  // namespace

absl::StatusOr<Option> FindOption(const Quotation& quotation, const std::string& id) {
  for (const Option& option : quotation.options) {
    if (option.id == id) return option;
  }
  return Error(absl::StatusCode::kNotFound, "OPTION_NOT_FOUND", "the quotation has no such option");
}

absl::Status CheckApproval(const GrantCommand& command, Authority required) {
  if (required == Authority::kSpecialist) return absl::OkStatus();
  const std::string need = absl::StrCat("; needed: a yes to this plan with the authority ", Word(required), " or more");
  if (!command.approval.has_value()) return Refuse("APPROVAL_MISSING", absl::StrCat("nobody approved it", need));
  const Approval& approval = *command.approval;
  if (approval.approver == command.proposer) {
    return Refuse("APPROVAL_SELF_GIVEN", absl::StrCat("nobody approves their own plan", need));
  }
  if (approval.plan_hash != command.plan_hash) {
    return Refuse("APPROVAL_OF_ANOTHER_PLAN", absl::StrCat("the approval is of another plan", need));
  }
  if (approval.authority < required) {
    return Refuse("APPROVAL_TOO_LOW", absl::StrCat(Word(approval.authority), " is not enough", need));
  }
  return absl::OkStatus();
}

Authority RequiredFor(const Option& option, const GrantCommand& command, const Standing& standing, const Terms& terms) {
  if (option.kind == RemedyKind::kDamages) return Authority::kLegal;
  const int64_t given = standing.case_total + option.amount.minor;
  // A quotation may ask for more than the amount does, as where it shows signs of abuse.
  return std::max(option.required, BandOf(std::max(given, command.case_total.minor), terms));
}

absl::Status CheckLimits(const Option& option, bool alone, const Standing& standing, const Terms& terms) {
  RETURN_IF_ERROR(CheckLine(option, standing));
  RETURN_IF_ERROR(CheckGoodwill(option, standing, terms));
  if (alone) {
    RETURN_IF_ERROR(Within(standing.agent_day, option.amount.minor, terms.agent_day_max,
                           Refuse("OVER_AGENT_LIMIT", "what an agent gives alone on a day is limited; an approval lifts it")));
  }
  const auto budget = terms.budgets_month.find(std::string(CategoryOf(option.kind)));
  if (budget == terms.budgets_month.end() || !standing.budget_used.has_value()) {
    return Refuse("NO_BUDGET", absl::StrCat("there is no budget for ", CategoryOf(option.kind)));
  }
  return Within(*standing.budget_used, option.amount.minor, budget->second,
                Refuse("OVER_BUDGET", absl::StrCat("the month's budget for ", CategoryOf(option.kind), " is limited")));
}

absl::StatusOr<Grant> DecideGrant(const Terms& terms, const Quotation& quotation, const GrantCommand& command,
                                  const Standing& standing, BusinessTime now) {
  ASSIGN_OR_RETURN(const Option option, FindOption(quotation, command.option));
  if (now >= quotation.expire_time) {
    return Refuse("QUOTATION_EXPIRED",
                  absl::StrCat("it was good until ", quotation.expire_time.ToRfc3339(), "; ask for a new one"));
  }
  if (option.entitlement() == EntitlementKind::kNone) {
    return Refuse("NOTHING_TO_GRANT", "an apology needs no grant");
  }
  if (command.case_total.currency != option.amount.currency || command.case_total.minor < option.amount.minor) {
    Violations violations;
    violations.Add("case_total", "must be in the option's currency and not less than its amount");
    return violations.ToStatus();
  }
  RETURN_IF_ERROR(CheckFree(standing));
  RETURN_IF_ERROR(CheckApproval(command, RequiredFor(option, command, standing, terms)));
  Grant grant;
  grant.alone = !command.approval.has_value();
  RETURN_IF_ERROR(CheckLimits(option, grant.alone, standing, terms));
  grant.partition = command.partition;
  grant.case_number = quotation.case_number;
  grant.customer = quotation.customer;
  grant.quotation = quotation.id;
  grant.option = option;
  grant.cause = quotation.cause;
  grant.occurrence = standing.occurrences + 1;
  grant.proposer = command.proposer;
  grant.plan_hash = command.plan_hash;
  grant.approval = command.approval;
  grant.commit_time = now;
  return grant;
}

absl::StatusOr<Grant> Move(const Grant& grant, GrantEvent event, const std::string& word, BusinessTime time) {
  Grant next = grant;
  ASSIGN_OR_RETURN(next.state, Next(grant.state, event));
  ++next.version;
  switch (event) {
    case GrantEvent::kAsk:
      break;
    case GrantEvent::kSucceed:
      next.pay_time = time;
      next.result_reference = word;
      break;
    case GrantEvent::kFail:
      next.fail_time = time;
      next.failure_reason = word;
      break;
    case GrantEvent::kReverse:
      next.reverse_time = time;
      next.reverse_reason = word;
      break;
  }
  return next;
}

}  // namespace redress::compensation
