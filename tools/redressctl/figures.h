// How figures are shown and periods are said; pure functions, for figures.cc and its test.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/time.h"
#include "redress/analytics/v1/analytics_service.pb.h"

namespace redress::ctl {

// `7d` or `24h` before `now`, or an RFC 3339 time. INVALID_ARGUMENT, reason INVALID_FLAG.
absl::StatusOr<google::protobuf::Timestamp> PastFlag(absl::string_view flag, const std::string& text, BusinessTime now);

// `91.3 %`, `17`, `CNY 12.30`; a dash where it is not measured.
std::string ShowKpiValue(const analytics::v1::Kpi& kpi);
// `90 % (floor 80 %)`; empty where there is none.
std::string ShowKpiTarget(const analytics::v1::Kpi& kpi);
// How `rebuild` ends: DATA_LOSS, reason FACTS_DIFFER; INTERNAL with its reason where it failed.
absl::Status RebuildStatus(const analytics::v1::Rebuild& rebuild);

}  // namespace redress::ctl
