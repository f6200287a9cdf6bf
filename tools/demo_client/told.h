// What the suite tells of a case beside the case itself: its clocks, its notices; and the KPIs over all. Read from the JSON that
// the gateway answers, so that a stack without one of these services shows what it has. Values; functions are pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace redress::demo {

// A promise of time, as sla tells it.
struct ClockTold {
  std::string kind;   // ACCEPTANCE, RESOLUTION, …
  std::string state;  // RUNNING, PAUSED, MET, BREACHED, CANCELLED
  absl::Duration target;
  absl::Duration spent;   // working time used
  absl::Duration paused;  // working time that it stood still
};

// A message to the customer, as outreach tells it.
struct NoticeTold {
  std::string kind;   // ACCEPTED, PLAN_OFFERED, …
  std::string state;  // SENT, DELIVERED, SUPPRESSED, …
  std::string way;    // SMS, PUSH, EMAIL; empty: none yet
};

// A figure, as analytics tells it.
struct KpiTold {
  std::string id;       // `first_feedback`
  std::string unit;     // SHARE, CASES, MINOR
  std::string verdict;  // MET, NOT_MET, BELOW_FLOOR, NO_TARGET, NOT_MEASURED
  double value = 0;
  int64_t numerator = 0;
  int64_t denominator = 0;
  absl::optional<double> target;
};

// Of ListClocks, ListNotices and GetKpis. What is not as expected is left out.
std::vector<ClockTold> ClocksIn(const nlohmann::json& answer);
std::vector<NoticeTold> NoticesIn(const nlohmann::json& answer);
std::vector<KpiTold> KpisIn(const nlohmann::json& answer);

// The value in its unit: `93.2 %`, `14`, `18.20`.
std::string ShowKpi(const KpiTold& kpi, double value);

}  // namespace redress::demo
