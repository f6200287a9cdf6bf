// Reads the figures over the facts, and keeps what they depend on. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "services/analytics/domain/kpi.h"

namespace redress::analytics {

struct Period {
  BusinessTime start;
  BusinessTime end;
};

struct KpiQuery {
  Period period;
  BusinessTime as_of;
  std::string dimension;  // `CHANNEL`, …; empty: none
  bool malicious = false;
};

// Of one key in order what was counted of each KPI of the policy.
struct KpiRow {
  std::string key;
  std::string kpi;
  KpiCount count;
};
struct CaseCounts {
  int64_t counted = 0;
  int64_t malicious = 0;
  int64_t not_complaint = 0;
  int64_t merged = 0;
};
struct KpiFigures {
  std::vector<KpiRow> rows;  // ordered by key; a KPI that counted nothing may lack
  CaseCounts cases;
};

struct VolumeQuery {
  Period period;
  bool by_hour = false;
  std::string by;  // `CHANNEL`, `L1`, `L2`, `TEAM`, `SEVERITY`; empty: none
  int limit = 0;
};
struct VolumeRow {
  BusinessTime start;
  std::string key;
  int64_t received = 0;
};

class Figures {
 public:
  // `pool` must outlive this.
  explicit Figures(pg::Pool& pool) : pool_(pool) {}

  // At every start: writes down policy and zone, lets Grafana's role read the views. INTERNAL where the zone is none that
  // PostgreSQL knows.
  absl::Status SetUp(const KpiPolicy& policy, const std::string& time_zone);
  // Business time for the views; it never goes back.
  absl::Status SetAsOf(BusinessTime now);

  absl::StatusOr<KpiFigures> Kpis(const KpiQuery& query, Deadline deadline);
  absl::StatusOr<std::vector<VolumeRow>> Volumes(const VolumeQuery& query, Deadline deadline);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::analytics
