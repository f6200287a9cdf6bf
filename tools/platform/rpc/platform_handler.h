// PlatformService of the reference platform: faults first, then parse, call, render. Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "tools/platform/app/context.h"

namespace redress::platform {

class PlatformHandler final : public v1::PlatformService::Service {
 public:
  // Both must outlive the handler.
  PlatformHandler(rpc::Edge& edge, const Context& context) : edge_(edge), context_(context) {}

  grpc::Status GetOrder(grpc::ServerContext* context, const v1::GetOrderRequest* request, v1::Order* response) override;
  grpc::Status BatchGetOrders(grpc::ServerContext* context, const v1::BatchGetOrdersRequest* request,
                              v1::BatchGetOrdersResponse* response) override;
  grpc::Status GetCustomerReach(grpc::ServerContext* context, const v1::GetCustomerReachRequest* request,
                                v1::CustomerReach* response) override;
  grpc::Status CreateOperation(grpc::ServerContext* context, const v1::CreateOperationRequest* request,
                               v1::Operation* response) override;
  grpc::Status GetOperation(grpc::ServerContext* context, const v1::GetOperationRequest* request,
                            v1::Operation* response) override;
  grpc::Status ListOperations(grpc::ServerContext* context, const v1::ListOperationsRequest* request,
                              v1::ListOperationsResponse* response) override;

 private:
  // The call as every method has it: what faults do first, then `body(caller)`.
  template <class Request, class Response, class Body>
  grpc::Status Answer(grpc::ServerContext* context, const Request* request, Response* response, Body body);

  rpc::Edge& edge_;
  const Context& context_;
};

}  // namespace redress::platform
