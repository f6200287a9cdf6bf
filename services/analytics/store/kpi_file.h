// Reads the policy of KPIs from YAML: the one that comes with this build (data/kpis.yaml) or an operator's file. What is not
// understood is refused; the process does not start on a policy that is wrong.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/analytics/domain/kpi.h"

namespace redress::analytics {

// data/kpis.yaml, compiled in.
extern const char* const kDefaultKpis;

// INVALID_ARGUMENT, reason INVALID_KPIS, naming what is wrong.
absl::StatusOr<KpiPolicy> ParseKpis(const std::string& yaml);

// `path` empty: the default. NOT_FOUND, reason KPI_FILE, where it cannot be read.
absl::StatusOr<KpiPolicy> LoadKpiFile(const std::string& path);

}  // namespace redress::analytics
