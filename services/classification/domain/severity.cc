#include "services/classification/domain/severity.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::classification {
namespace {

using Holds = bool (*)(const SeverityRule&, const SeverityFacts&);

struct Condition {
  absl::string_view name;
  Holds holds;
};

// An amount in another currency does not count: classification knows no rates.
bool AmountHolds(const SeverityRule& rule, const SeverityFacts& facts) {
  return facts.amount_paid && facts.amount_paid->currency == rule.amount_min.currency &&
         facts.amount_paid->minor >= rule.amount_min.minor;
}

constexpr std::array kConditions = {
    Condition{"safety", [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "safety"); }},
    Condition{"channel_regulator", [](const SeverityRule&, const SeverityFacts& f) { return f.channel_regulator; }},
    Condition{"media_with_reach",
              [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "escalation_risk", "reach"); }},
    Condition{"emotion_furious",
              [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "emotion", "furious"); }},
    Condition{"vip", [](const SeverityRule& r, const SeverityFacts& f) { return f.vip_level >= r.vip_level_min; }},
    Condition{"urgent_goods", [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "urgent_goods"); }},
    Condition{"payment_blocked",
              [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "payment_blocked"); }},
    Condition{"amount", AmountHolds},
    Condition{"escalation_risk_high",
              [](const SeverityRule&, const SeverityFacts& f) { return HasSignal(f.signals, "escalation_risk"); }},
};

const Condition* FindCondition(absl::string_view name) {
  const auto* found = std::find_if(kConditions.begin(), kConditions.end(), [&](const Condition& c) { return c.name == name; });
  return found == kConditions.end() ? nullptr : found;
}

std::vector<std::string> Holding(const SeverityRule& rule, const std::vector<std::string>& names, const SeverityFacts& facts) {
  std::vector<std::string> holding;
  for (const std::string& name : names) {
    const Condition* condition = FindCondition(name);
    if (condition != nullptr && condition->holds(rule, facts)) holding.push_back(name);
  }
  return holding;
}

absl::Status Invalid(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_SEVERITY_RULE", absl::StrCat("severity rule: ", what));
}

}  // namespace

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kOrdinary:
      return "ordinary";
    case Severity::kUrgent:
      return "urgent";
    case Severity::kCritical:
      return "critical";
  }
  return "";
}

absl::optional<Severity> SeverityOf(absl::string_view name) {
  for (const Severity severity : {Severity::kOrdinary, Severity::kUrgent, Severity::kCritical}) {
    if (SeverityName(severity) == name) return severity;
  }
  return absl::nullopt;
}

std::vector<absl::string_view> SeverityConditions() {
  std::vector<absl::string_view> names;
  names.reserve(std::size(kConditions));
  for (const Condition& condition : kConditions) names.push_back(condition.name);
  return names;
}

absl::Status CheckSeverityRule(const SeverityRule& rule) {
  if (rule.version.empty()) return Invalid("version is missing");
  if (rule.vip_level_min < 1 || rule.vip_level_min > 3) return Invalid("thresholds.vip_level_min is not 1 … 3");
  if (rule.amount_min.minor < 1 || rule.amount_min.currency.none())
    return Invalid("thresholds.amount_minor_min or currency is missing");
  const auto check_names = [](const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (FindCondition(name) == nullptr) return Invalid(absl::StrCat("unknown condition `", name, "`"));
    }
    return absl::OkStatus();
  };
  for (size_t i = 0; i < rule.levels.size(); ++i) {
    if (i > 0 && rule.levels[i].severity >= rule.levels[i - 1].severity)
      return Invalid("levels must go from critical to ordinary, each once");
    if (absl::Status status = check_names(rule.levels[i].any); !status.ok()) return status;
  }
  if (rule.levels.empty()) return Invalid("no levels");
  return check_names(rule.non_complaint_raised_by);
}

SeverityDecision DecideSeverity(const SeverityRule& rule, const SeverityFacts& facts) {
  if (!facts.is_complaint && Holding(rule, rule.non_complaint_raised_by, facts).empty()) return {rule.non_complaint, {}};
  for (const SeverityRule::Level& level : rule.levels) {
    std::vector<std::string> reasons = Holding(rule, level.any, facts);
    if (!reasons.empty()) return {level.severity, std::move(reasons)};
  }
  return {Severity::kOrdinary, {}};
}

}  // namespace redress::classification
