// AnalyticsService: parse, ask the figures, render. Who may call at all is written on the methods and enforced by the edge.
// Thread safe.
#pragma once

#include <string>
#include <utility>

#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/wakeup.h"
#include "redress/analytics/v1/analytics_service.grpc.pb.h"
#include "services/analytics/domain/kpi.h"
#include "services/analytics/store/figures.h"

namespace redress::analytics {

class AnalyticsHandler final : public v1::AnalyticsService::Service {
 public:
  // All must outlive the handler. `rebuilds`: wakes who carries them out.
  struct Parts {
    pg::Pool& pool;
    Figures& figures;
    const KpiPolicy& policy;
    std::string time_zone;
    const TimeSource& time;
    rpc::Wakeup& rebuilds;
  };
  AnalyticsHandler(rpc::Edge& edge, Parts parts) : edge_(edge), parts_(std::move(parts)) {}

  grpc::Status GetKpis(grpc::ServerContext* context, const v1::GetKpisRequest* request, v1::GetKpisResponse* response) override;
  grpc::Status ListVolumes(grpc::ServerContext* context, const v1::ListVolumesRequest* request,
                           v1::ListVolumesResponse* response) override;
  grpc::Status RebuildFacts(grpc::ServerContext* context, const v1::RebuildFactsRequest* request, v1::Rebuild* response) override;
  grpc::Status GetRebuild(grpc::ServerContext* context, const v1::GetRebuildRequest* request, v1::Rebuild* response) override;

 private:
  rpc::Edge& edge_;
  const Parts parts_;
};

}  // namespace redress::analytics
