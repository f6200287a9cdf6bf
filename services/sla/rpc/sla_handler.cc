#include "services/sla/rpc/sla_handler.h"

#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/sla/app/reading.h"
#include "services/sla/rpc/convert.h"

namespace redress::sla {

grpc::Status SlaHandler::ListClocks(grpc::ServerContext* context, const v1::ListClocksRequest* request,
                                    v1::ListClocksResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListClocksResponse> {
    ASSIGN_OR_RETURN(const std::string number, FromProto(*request));
    ASSIGN_OR_RETURN(const std::vector<CaseClock> clocks, sla::ListClocks(context_, number));
    v1::ListClocksResponse answer;
    for (const CaseClock& clock : clocks) *answer.add_clocks() = ToProto(clock);
    return answer;
  });
}

grpc::Status SlaHandler::ListDueClocks(grpc::ServerContext* context, const v1::ListDueClocksRequest* request,
                                       v1::ListDueClocksResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListDueClocksResponse> {
    ASSIGN_OR_RETURN(const DueQuery query, FromProto(*request));
    ASSIGN_OR_RETURN(const DuePage page, sla::ListDueClocks(context_, query));
    v1::ListDueClocksResponse answer;
    for (const CaseClock& clock : page.clocks) *answer.add_clocks() = ToProto(clock);
    if (!page.next.empty()) answer.set_next_page_token(MakePageToken(page.next, request->filter()));
    return answer;
  });
}

grpc::Status SlaHandler::GetPolicy(grpc::ServerContext* context, const v1::GetPolicyRequest* request, v1::Policy* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Policy> {
    ASSIGN_OR_RETURN(const std::string version, FromProto(*request));
    ASSIGN_OR_RETURN(const std::shared_ptr<const Policy> policy, ReadPolicy(context_, version));
    return ToProto(*policy);
  });
}

}  // namespace redress::sla
