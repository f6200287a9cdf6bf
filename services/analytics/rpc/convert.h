// Messages of AnalyticsService ↔ queries and figures. Pure functions; whatever is wrong with a request is named at once.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/uuid.h"
#include "redress/analytics/v1/analytics_service.pb.h"
#include "services/analytics/domain/kpi.h"
#include "services/analytics/store/figures.h"
#include "services/analytics/store/rebuild_store.h"

namespace redress::analytics {

// How many volumes an answer has at most.
inline constexpr int kVolumesMax = 10'000;

absl::StatusOr<KpiQuery> FromProto(const v1::GetKpisRequest& request, BusinessTime now);
absl::StatusOr<VolumeQuery> FromProto(const v1::ListVolumesRequest& request, BusinessTime now);
// The id in `rebuilds/{id}`.
absl::StatusOr<std::string> RebuildIn(const std::string& name);

// Of each key in order every KPI of the policy; without any key, of none.
v1::GetKpisResponse ToProto(const KpiPolicy& policy, const KpiFigures& figures, bool by_dimension);
v1::ListVolumesResponse ToProto(const std::vector<VolumeRow>& volumes);
v1::Rebuild ToProto(const RebuildRow& row);

}  // namespace redress::analytics
