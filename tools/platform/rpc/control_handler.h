// ControlService of the reference platform: orders and products come in, faults are switched on. Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "tools/platform/app/context.h"

namespace redress::platform {

class ControlHandler final : public control::v1::ControlService::Service {
 public:
  // Both must outlive the handler.
  ControlHandler(rpc::Edge& edge, const Context& context) : edge_(edge), context_(context) {}

  grpc::Status PutOrder(grpc::ServerContext* context, const control::v1::PutOrderRequest* request, v1::Order* response) override;
  grpc::Status PutProduct(grpc::ServerContext* context, const control::v1::PutProductRequest* request,
                          control::v1::Product* response) override;
  grpc::Status SetFault(grpc::ServerContext* context, const control::v1::SetFaultRequest* request,
                        control::v1::Fault* response) override;
  grpc::Status ListFaults(grpc::ServerContext* context, const control::v1::ListFaultsRequest* request,
                          control::v1::ListFaultsResponse* response) override;
  grpc::Status ClearFaults(grpc::ServerContext* context, const control::v1::ClearFaultsRequest* request,
                           control::v1::ListFaultsResponse* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
};

}  // namespace redress::platform
