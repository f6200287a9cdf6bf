#include "services/analytics/rpc/analytics_handler.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/once.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_hash.h"
#include "services/analytics/rpc/convert.h"

namespace redress::analytics {
namespace {

// A rebuild as events::Once wants it.
struct Answered {
  std::string name;
  std::string etag;
  RebuildRow row = {};
};

Answered AnsweredOf(RebuildRow row) {
  const v1::Rebuild proto = ToProto(row);
  return {proto.name(), proto.etag(), std::move(row)};
}

}  // namespace

grpc::Status AnalyticsHandler::GetKpis(grpc::ServerContext* context, const v1::GetKpisRequest* request,
                                       v1::GetKpisResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::GetKpisResponse> {
    ASSIGN_OR_RETURN(const KpiQuery query, FromProto(*request, parts_.time.Now()));
    ASSIGN_OR_RETURN(const KpiFigures figures, parts_.figures.Kpis(query, caller.deadline));
    v1::GetKpisResponse answer = ToProto(parts_.policy, figures, !query.dimension.empty());
    *answer.mutable_as_of_time() = redress::ToProto(query.as_of);
    answer.set_time_zone(parts_.time_zone);
    return answer;
  });
}

grpc::Status AnalyticsHandler::ListVolumes(grpc::ServerContext* context, const v1::ListVolumesRequest* request,
                                           v1::ListVolumesResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ListVolumesResponse> {
    ASSIGN_OR_RETURN(const VolumeQuery query, FromProto(*request, parts_.time.Now()));
    ASSIGN_OR_RETURN(const std::vector<VolumeRow> volumes, parts_.figures.Volumes(query, caller.deadline));
    v1::ListVolumesResponse answer = ToProto(volumes);
    answer.set_time_zone(parts_.time_zone);
    return answer;
  });
}

grpc::Status AnalyticsHandler::RebuildFacts(grpc::ServerContext* context, const v1::RebuildFactsRequest* request,
                                            v1::Rebuild* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Rebuild> {
    ASSIGN_OR_RETURN(const Uuid request_id, rpc::RequireRequestId(*request));
    const events::OnceRequest once = {{caller.subject, request_id, request->GetTypeName(), rpc::RequestHash(*request)},
                                      caller.deadline};
    std::vector<events::NewEvent> said;
    const auto work = [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<Answered> {
      RebuildRow row;
      row.id = Uuid::Random().ToString();
      row.swap = request->swap();
      row.requester = caller.subject;
      row.create_time = parts_.time.Now();
      RETURN_IF_ERROR(InsertRebuild(transaction, row));
      return AnsweredOf(std::move(row));
    };
    const auto again = [&](pqxx::work& transaction, const std::string& name) -> absl::StatusOr<Answered> {
      ASSIGN_OR_RETURN(RebuildRow row, ReadRebuild(transaction, std::string(absl::StripPrefix(name, "rebuilds/"))));
      return AnsweredOf(std::move(row));
    };
    ASSIGN_OR_RETURN(const Answered answered, events::Once<Answered>(parts_.pool, once, work, again, &said));
    parts_.rebuilds.Wake();
    v1::Rebuild answer = ToProto(answered.row);
    answer.set_etag(answered.etag);
    return answer;
  });
}

grpc::Status AnalyticsHandler::GetRebuild(grpc::ServerContext* context, const v1::GetRebuildRequest* request,
                                          v1::Rebuild* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Rebuild> {
    ASSIGN_OR_RETURN(const std::string id, RebuildIn(request->name()));
    RebuildRow row;
    RETURN_IF_ERROR(parts_.pool.Transact(caller.deadline, [&](pqxx::work& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(row, ReadRebuild(transaction, id));
      return absl::OkStatus();
    }));
    return ToProto(row);
  });
}

}  // namespace redress::analytics
