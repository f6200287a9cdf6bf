// How a KPI stands to its target. Whole numbers until the end: what was counted over how many, and targets in per cent, so that a
// verdict is exact and the ratio is only for showing. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"

namespace redress::analytics {

enum class KpiUnit { kShare, kCases, kMinor };
enum class Verdict { kMet, kNotMet, kBelowFloor, kNoTarget, kNotMeasured };

// One KPI of the policy.
struct KpiDefinition {
  std::string id;
  KpiUnit unit = KpiUnit::kShare;
  absl::optional<int> within_hours;    // how long the promise is
  absl::optional<int> target_percent;  // of a share
  absl::optional<int> floor_percent;
  bool below = false;                       // the target is to be stayed below
  absl::optional<int> within_seconds = {};  // how long the promise of `hotline_answered` is; absent: 30
};

struct KpiPolicy {
  std::string currency;  // of costs
  std::vector<KpiDefinition> kpis;
};

// INVALID_ARGUMENT, reason INVALID_KPIS, naming the first fault: ids that are doubled, unknown or missing, figures out of range,
// a promise without its time.
absl::Status CheckPolicy(const KpiPolicy& policy);

// What was counted.
struct KpiCount {
  int64_t numerator = 0;
  int64_t denominator = 0;
};

// Shares of nothing are not measured, nor are costs of no case; a number of cases always is.
Verdict Judge(const KpiDefinition& kpi, const KpiCount& count);
// 0 where it is not measured.
double ValueOf(const KpiDefinition& kpi, const KpiCount& count);

}  // namespace redress::analytics
