#include "services/compensation/app/policy_file.h"

#include <yaml-cpp/yaml.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_file.h"

namespace redress::compensation {
namespace {

using Keys = std::set<std::string>;

absl::Status Invalid(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY", message);
}

absl::Status CheckKeys(const YAML::Node& node, const std::string& where, const Keys& known) {
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (known.count(key) == 0) return Invalid(absl::StrCat(where, " has no `", key, "`"));
  }
  return absl::OkStatus();
}

template <class T>
absl::optional<T> Maybe(const YAML::Node& node) {
  if (!node) return absl::nullopt;
  return node.as<T>();
}

absl::StatusOr<Terms> TermsOf(const YAML::Node& node) {
  RETURN_IF_ERROR(CheckKeys(
      node, "terms",
      {"version", "currency", "time_zone", "specialist_max", "supervisor_max", "goodwill_case_max", "goodwill_customer_max",
       "goodwill_customer_days", "agent_day_max", "quotation_valid_hours", "coupon_valid_days", "budgets_month"}));
  Terms terms;
  terms.version = node["version"].as<std::string>();
  ASSIGN_OR_RETURN(terms.currency, Currency::Parse(node["currency"].as<std::string>()));
  std::string fault;
  absl::Time midnight;
  // An offset (`+08:00`), so that no zone data is needed.
  if (!absl::ParseTime("%Y-%m-%d%Ez", "1970-01-02" + node["time_zone"].as<std::string>(), &midnight, &fault)) {
    return Invalid("terms.time_zone must be an offset such as +08:00");
  }
  const absl::Duration offset = absl::FromUnixSeconds(86'400) - midnight;
  terms.zone = absl::FixedTimeZone(static_cast<int>(absl::ToInt64Seconds(offset)));
  terms.specialist_max = node["specialist_max"].as<int64_t>();
  terms.supervisor_max = node["supervisor_max"].as<int64_t>();
  terms.goodwill_case_max = node["goodwill_case_max"].as<int64_t>();
  terms.goodwill_customer_max = node["goodwill_customer_max"].as<int64_t>();
  terms.goodwill_customer_window = absl::Hours(24) * node["goodwill_customer_days"].as<int>();
  terms.agent_day_max = node["agent_day_max"].as<int64_t>();
  terms.quotation_ttl = absl::Hours(node["quotation_valid_hours"].as<int>());
  terms.coupon_valid_days = node["coupon_valid_days"].as<int>();
  for (const auto& budget : node["budgets_month"]) {
    terms.budgets_month[budget.first.as<std::string>()] = budget.second.as<int64_t>();
  }
  return terms;
}

absl::StatusOr<AmountRule> AmountOf(const YAML::Node& node, const std::string& where) {
  AmountRule amount;
  if (!node) return amount;
  RETURN_IF_ERROR(CheckKeys(node, absl::StrCat(where, ".amount"), {"of", "fixed", "percent", "at_least", "at_most"}));
  if (node["of"] && node["fixed"]) return Invalid(absl::StrCat(where, ".amount is either fixed or of a fact"));
  amount.of = node["of"].as<std::string>("");
  amount.fixed = node["fixed"].as<int64_t>(0);
  amount.percent = node["percent"].as<int64_t>(100);
  amount.at_least = Maybe<int64_t>(node["at_least"]);
  amount.at_most = Maybe<int64_t>(node["at_most"]);
  return amount;
}

absl::StatusOr<Rule> RuleOf(const YAML::Node& node, const std::string& table) {
  Rule rule;
  rule.id = node["id"].as<std::string>();
  const std::string where = absl::StrCat(table, "/", rule.id);
  RETURN_IF_ERROR(CheckKeys(node, where, {"id", "when", "give", "ground", "amount", "within_hours", "reason_zh", "reason_en"}));
  for (const auto& condition : node["when"]) {
    ASSIGN_OR_RETURN(UnaryTest test, ParseUnaryTest(condition.second.as<std::string>()));
    rule.when.push_back({condition.first.as<std::string>(), std::move(test)});
  }
  const auto kind = RemedyKindOf(node["give"].as<std::string>());
  if (!kind.has_value()) return Invalid(absl::StrCat(where, ".give is no remedy"));
  rule.give = *kind;
  rule.ground = node["ground"].as<std::string>("");
  ASSIGN_OR_RETURN(rule.amount, AmountOf(node["amount"], where));
  rule.within = absl::Hours(node["within_hours"].as<int>());
  rule.reason_zh = node["reason_zh"].as<std::string>();
  rule.reason_en = node["reason_en"].as<std::string>();
  return rule;
}

absl::StatusOr<RulePolicy> PolicyOf(const YAML::Node& root) {
  if (!root.IsMap()) return Invalid("a policy is a map of `terms` and `tables`");
  RETURN_IF_ERROR(CheckKeys(root, "the policy", {"terms", "tables"}));
  if (!root["terms"].IsMap()) return Invalid("`terms` must be a map");
  ASSIGN_OR_RETURN(Terms terms, TermsOf(root["terms"]));
  std::vector<RuleTable> tables;
  for (const YAML::Node& node : root["tables"]) {
    RuleTable table;
    table.id = node["id"].as<std::string>();
    RETURN_IF_ERROR(CheckKeys(node, table.id, {"id", "rules"}));
    for (const YAML::Node& rule : node["rules"]) {
      ASSIGN_OR_RETURN(Rule read, RuleOf(rule, table.id));
      table.rules.push_back(std::move(read));
    }
    tables.push_back(std::move(table));
  }
  return RulePolicy::Make(std::move(terms), std::move(tables));
}

}  // namespace

absl::StatusOr<RulePolicy> ParsePolicy(const std::string& yaml) {
  try {
    return PolicyOf(YAML::Load(yaml));
  } catch (const YAML::Exception& error) {
    return Invalid(error.what());
  }
}

absl::StatusOr<RulePolicy> LoadPolicyFile(const std::string& path) {
  if (path.empty()) return ParsePolicy(kDefaultPolicy);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "POLICY_FILE", "the policy file cannot be read");
  return ParsePolicy(*text);
}

}  // namespace redress::compensation
