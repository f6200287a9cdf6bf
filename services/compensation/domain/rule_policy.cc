#include "services/compensation/domain/rule_policy.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

constexpr absl::string_view kNumbers[] = {"quantity",   "line_paid",  "order_paid", "order_left",      "claimed",
                                          "gift_value", "price_drop", "hours_late", "hours_since_paid"};

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 63 &&
         std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

void CheckTerms(const Terms& terms, Violations* violations) {
  const auto require = [&](bool good, absl::string_view field, absl::string_view what) {
    if (!good) violations->Add(absl::StrCat("terms.", field), what);
  };
  require(!terms.version.empty() && terms.version.size() <= 63, "version", "must have 1 to 63 characters");
  require(!terms.currency.none(), "currency", "must be three capital letters");
  require(terms.specialist_max > 0, "specialist_max", "must be positive");
  require(terms.supervisor_max > terms.specialist_max, "supervisor_max", "must be above specialist_max");
  require(terms.goodwill_case_max > 0, "goodwill_case_max", "must be positive");
  require(terms.goodwill_customer_max >= terms.goodwill_case_max, "goodwill_customer_max", "must be at least goodwill_case_max");
  require(terms.goodwill_customer_window > absl::ZeroDuration(), "goodwill_customer_days", "must be positive");
  require(terms.agent_day_max > 0, "agent_day_max", "must be positive");
  require(terms.quotation_ttl > absl::ZeroDuration(), "quotation_valid_hours", "must be positive");
  require(terms.coupon_valid_days >= 1 && terms.coupon_valid_days <= 365, "coupon_valid_days", "must be 1 … 365");
  for (const absl::string_view category : kCategories) {
    const auto budget = terms.budgets_month.find(std::string(category));
    require(budget != terms.budgets_month.end() && budget->second >= 0, absl::StrCat("budgets_month.", category),
            "must be there, and not negative");
  }
  require(terms.budgets_month.size() <= kCategories.size(), "budgets_month", "must have no other categories");
}

void CheckAmount(const Rule& rule, const std::string& where, Violations* violations) {
  const AmountRule& amount = rule.amount;
  const bool number = std::find(std::begin(kNumbers), std::end(kNumbers), amount.of) != std::end(kNumbers);
  if (!amount.of.empty() && !number) violations->Add(absl::StrCat(where, ".amount.of"), "must be a fact that is a number");
  if (amount.percent < 1 || amount.percent > 100'000)
    violations->Add(absl::StrCat(where, ".amount.percent"), "must be 1 … 100000");
  const bool bounded = amount.at_least.value_or(0) >= 0 && amount.at_most.value_or(0) >= 0 &&
                       (!amount.at_most.has_value() || amount.at_least.value_or(0) <= *amount.at_most);
  if (amount.fixed < 0 || !bounded)
    violations->Add(absl::StrCat(where, ".amount"), "must not be negative, nor its bounds crossed");
  const bool free = amount.of.empty() && amount.fixed == 0;
  if ((rule.give == RemedyKind::kApology) != free) {
    violations->Add(absl::StrCat(where, ".amount"), "must be there for everything but an apology");
  }
}

void CheckRule(const Rule& rule, const std::string& where, Violations* violations) {
  for (const Condition& condition : rule.when) {
    if (std::count(FactNames().begin(), FactNames().end(), condition.fact) == 0) {
      violations->Add(absl::StrCat(where, ".when.", condition.fact), "must be a fact that there is");
    }
  }
  CheckAmount(rule, where, violations);
  if (rule.reason_zh.empty()) violations->Add(absl::StrCat(where, ".reason_zh"), "must be there");
  if (rule.reason_en.empty()) violations->Add(absl::StrCat(where, ".reason_en"), "must be there");
  if (rule.within <= absl::ZeroDuration()) violations->Add(absl::StrCat(where, ".within_hours"), "must be positive");
  if ((rule.give == RemedyKind::kDamages) == rule.ground.empty()) {
    violations->Add(absl::StrCat(where, ".ground"), "must be there for damages, and for nothing else");
  }
}

bool Fires(const Rule& rule, const FactMap& facts) {
  return std::all_of(rule.when.begin(), rule.when.end(), [&](const Condition& condition) {
    const auto fact = facts.find(condition.fact);
    return fact != facts.end() && Passes(condition.test, fact->second);
  });
}

// The amount of a rule that fires. A fact that is absent is worth nothing.
absl::StatusOr<int64_t> AmountOf(const AmountRule& rule, const FactMap& facts, Currency currency) {
  Money base{rule.fixed, currency};
  if (!rule.of.empty()) {
    const auto fact = facts.find(rule.of);
    if (fact == facts.end()) return 0;
    const auto* number = absl::get_if<int64_t>(&fact->second);
    if (number == nullptr) return Error(absl::StatusCode::kInternal, "POLICY_FAILED", "an amount is taken of no number");
    base.minor = *number;
  }
  ASSIGN_OR_RETURN(const Money share, PercentDown(base, rule.percent));
  int64_t amount = std::max<int64_t>(share.minor, rule.at_least.value_or(0));
  if (rule.at_most.has_value()) amount = std::min(amount, *rule.at_most);
  return amount;
}

}  // namespace

absl::StatusOr<RulePolicy> RulePolicy::Make(Terms terms, std::vector<RuleTable> tables) {
  Violations violations;
  CheckTerms(terms, &violations);
  std::set<std::string> seen;
  for (const RuleTable& table : tables) {
    if (!ValidId(table.id) || table.rules.empty()) violations.Add(table.id, "must be a table with an id and at least one rule");
    for (const Rule& rule : table.rules) {
      const std::string where = absl::StrCat(table.id, "/", rule.id);
      if (!ValidId(rule.id) || !seen.insert(where).second) violations.Add(where, "must be an id of [a-z0-9-], once in its table");
      CheckRule(rule, where, &violations);
    }
  }
  if (tables.empty()) violations.Add("tables", "must be at least one");
  RETURN_IF_ERROR(violations.ToStatus());
  return RulePolicy(std::move(terms), std::move(tables));
}

absl::StatusOr<std::vector<Offer>> RulePolicy::Decide(const FactMap& facts) const {
  std::vector<Offer> offers;
  for (const RuleTable& table : tables_) {
    for (const Rule& rule : table.rules) {
      if (!Fires(rule, facts)) continue;
      ASSIGN_OR_RETURN(const int64_t amount, AmountOf(rule.amount, facts, terms_.currency));
      offers.push_back(
          {absl::StrCat(table.id, "/", rule.id), rule.give, amount, rule.within, rule.reason_zh, rule.reason_en, rule.ground});
    }
  }
  return offers;
}

}  // namespace redress::compensation
