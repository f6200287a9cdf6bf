// SlaService: parse, call, render. Who may call at all is written on the methods and enforced by the edge. Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/sla/v1/sla_service.grpc.pb.h"
#include "services/sla/app/context.h"

namespace redress::sla {

class SlaHandler final : public v1::SlaService::Service {
 public:
  // Both must outlive the handler.
  SlaHandler(rpc::Edge& edge, const Context& context) : edge_(edge), context_(context) {}

  grpc::Status ListClocks(grpc::ServerContext* context, const v1::ListClocksRequest* request,
                          v1::ListClocksResponse* response) override;
  grpc::Status ListDueClocks(grpc::ServerContext* context, const v1::ListDueClocksRequest* request,
                             v1::ListDueClocksResponse* response) override;
  grpc::Status GetPolicy(grpc::ServerContext* context, const v1::GetPolicyRequest* request, v1::Policy* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
};

}  // namespace redress::sla
