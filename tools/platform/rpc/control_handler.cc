#include "tools/platform/rpc/control_handler.h"

#include "libs/base/status_macros.h"
#include "tools/platform/app/orders.h"
#include "tools/platform/rpc/convert.h"

namespace redress::platform {
namespace {

control::v1::ListFaultsResponse ListOf(const FaultBoard& board) {
  control::v1::ListFaultsResponse list;
  for (const Fault& fault : board.List()) *list.add_faults() = ToProto(fault);
  return list;
}

}  // namespace

grpc::Status ControlHandler::PutOrder(grpc::ServerContext* context, const control::v1::PutOrderRequest* request,
                                      v1::Order* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Order> {
    Violations violations;
    const Order order = OrderOf(*request, &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    absl::optional<Reach> reach;
    if (request->has_customer_reach()) {
      reach = Reach{request->customer_reach().follower_count(), request->customer_reach().public_voice()};
    }
    ASSIGN_OR_RETURN(const Order stored, platform::PutOrder(context_, order, reach));
    return ToProto(stored);
  });
}

grpc::Status ControlHandler::PutProduct(grpc::ServerContext* context, const control::v1::PutProductRequest* request,
                                        control::v1::Product* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<control::v1::Product> {
    Violations violations;
    const Product product = ProductOf(request->product(), &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    RETURN_IF_ERROR(platform::PutProduct(context_, product));
    return ToProto(product);
  });
}

grpc::Status ControlHandler::SetFault(grpc::ServerContext* context, const control::v1::SetFaultRequest* request,
                                      control::v1::Fault* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<control::v1::Fault> {
    Violations violations;
    const Fault fault = FaultOf(request->fault(), &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    context_.faults.Set(fault);
    return ToProto(fault);
  });
}

grpc::Status ControlHandler::ListFaults(grpc::ServerContext* context, const control::v1::ListFaultsRequest* request,
                                        control::v1::ListFaultsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<control::v1::ListFaultsResponse> {
    return ListOf(context_.faults);
  });
}

grpc::Status ControlHandler::ClearFaults(grpc::ServerContext* context, const control::v1::ClearFaultsRequest* request,
                                         control::v1::ListFaultsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<control::v1::ListFaultsResponse> {
    context_.faults.Clear();
    return ListOf(context_.faults);
  });
}

}  // namespace redress::platform
