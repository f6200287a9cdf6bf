// How much a complaint matters, by a rule that the customer-service manager edits: levels tried from the top, each with the
// names of conditions known here. Pure: facts in, level and reasons out.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "services/classification/domain/signals.h"

namespace redress::classification {

enum class Severity { kOrdinary = 1, kUrgent = 2, kCritical = 3 };
absl::string_view SeverityName(Severity severity);  // `ordinary`, as in severity.yaml
absl::optional<Severity> SeverityOf(absl::string_view name);

// What the rule may look at.
struct SeverityFacts {
  bool is_complaint = true;
  bool channel_regulator = false;
  int vip_level = 0;
  absl::optional<Money> amount_paid;
  std::vector<Signal> signals;
};

struct SeverityRule {
  struct Level {
    Severity severity;
    std::vector<std::string> any;
  };
  std::string version;
  int vip_level_min = 0;
  Money amount_min;
  std::vector<Level> levels;
  Severity non_complaint = Severity::kOrdinary;
  std::vector<std::string> non_complaint_raised_by;
};

struct SeverityDecision {
  Severity severity = Severity::kOrdinary;
  std::vector<std::string> reasons;  // the conditions of that level that held
  friend bool operator==(const SeverityDecision&, const SeverityDecision&) = default;
};

// The names of all conditions.
std::vector<absl::string_view> SeverityConditions();

// OK, or INVALID_ARGUMENT, reason INVALID_SEVERITY_RULE: an unknown condition, a level twice or out of order, a missing figure.
absl::Status CheckSeverityRule(const SeverityRule& rule);

// The first level of which a condition holds, with all of its conditions that hold; ordinary without a reason where none does.
SeverityDecision DecideSeverity(const SeverityRule& rule, const SeverityFacts& facts);

}  // namespace redress::classification
