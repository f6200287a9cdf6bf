#include "tools/platform/rpc/platform_handler.h"

#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/request_hash.h"
#include "tools/platform/app/operations.h"
#include "tools/platform/app/orders.h"
#include "tools/platform/rpc/convert.h"

namespace redress::platform {
namespace {

constexpr int kBatchMax = 100;

// What makes two requests the same: name and kind, not what is output only.
std::string BodyHash(const Operation& operation) {
  v1::Operation body = ToProto(operation);
  body.clear_state();
  body.clear_create_time();
  body.clear_requester();
  return rpc::RequestHash(body);
}

}  // namespace

template <class Request, class Response, class Body>
grpc::Status PlatformHandler::Answer(grpc::ServerContext* context, const Request* request, Response* response, Body body) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<Response> {
    RETURN_IF_ERROR(context_.faults.Enter([&] { return caller.CheckAlive(); }));
    return body(caller);
  });
}

grpc::Status PlatformHandler::GetOrder(grpc::ServerContext* context, const v1::GetOrderRequest* request, v1::Order* response) {
  return Answer(context, request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Order> {
    Violations violations;
    const std::string id = IdIn("orders/*", request->name(), "name", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const Order order, ReadOrder(context_, id));
    return ToProto(order);
  });
}

grpc::Status PlatformHandler::BatchGetOrders(grpc::ServerContext* context, const v1::BatchGetOrdersRequest* request,
                                             v1::BatchGetOrdersResponse* response) {
  return Answer(context, request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::BatchGetOrdersResponse> {
    Violations violations;
    if (request->names().empty() || request->names_size() > kBatchMax) violations.Add("names", "must be 1 to 100");
    std::vector<std::string> ids;
    for (int i = 0; i < request->names_size(); ++i) {
      ids.push_back(IdIn("orders/*", request->names(i), absl::StrCat("names[", i, "]"), &violations));
    }
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const auto orders, ReadOrders(context_, ids));
    v1::BatchGetOrdersResponse answer;
    for (int i = 0; i < request->names_size(); ++i) {
      const auto found = orders.find(ids[static_cast<size_t>(i)]);
      if (found == orders.end()) {
        answer.add_missing(request->names(i));
      } else {
        *answer.add_orders() = ToProto(found->second);
      }
    }
    return answer;
  });
}

grpc::Status PlatformHandler::GetCustomerReach(grpc::ServerContext* context, const v1::GetCustomerReachRequest* request,
                                               v1::CustomerReach* response) {
  return Answer(context, request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::CustomerReach> {
    Violations violations;
    const std::string id = IdIn("orders/*", request->order(), "order", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const Reach reach, ReadReach(context_, id));
    v1::CustomerReach answer;
    answer.set_follower_count(reach.follower_count);
    answer.set_public_voice(reach.public_voice);
    return answer;
  });
}

grpc::Status PlatformHandler::CreateOperation(grpc::ServerContext* context, const v1::CreateOperationRequest* request,
                                              v1::Operation* response) {
  return Answer(context, request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Operation> {
    Violations violations;
    CreateCommand command;
    command.operation = OperationOf(request->operation(), &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    command.body_hash = BodyHash(command.operation);
    command.operation.requester = caller.subject;
    command.deadline = caller.deadline;
    ASSIGN_OR_RETURN(const Operation operation, platform::CreateOperation(context_, command));
    return ToProto(operation);
  });
}

grpc::Status PlatformHandler::GetOperation(grpc::ServerContext* context, const v1::GetOperationRequest* request,
                                           v1::Operation* response) {
  return Answer(context, request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Operation> {
    Violations violations;
    const std::string id = IdIn("operations/*", request->name(), "name", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const Operation operation, ReadOperation(context_, id));
    return ToProto(operation);
  });
}

grpc::Status PlatformHandler::ListOperations(grpc::ServerContext* context, const v1::ListOperationsRequest* request,
                                             v1::ListOperationsResponse* response) {
  return Answer(context, request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListOperationsResponse> {
    ASSIGN_OR_RETURN(const OperationQuery query, QueryOf(*request));
    v1::ListOperationsResponse answer;
    std::vector<StoredOperation> found;
    RETURN_IF_ERROR(context_.pool.Read([&](pqxx::transaction_base& transaction) {
      found = platform::ListOperations(transaction, query.conditions, query.after, query.limit);
      return absl::OkStatus();
    }));
    for (const StoredOperation& stored : found) *answer.add_operations() = ToProto(stored.operation);
    if (static_cast<int32_t>(found.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(absl::StrCat(found.back().sequence), request->filter()));
    }
    return answer;
  });
}

}  // namespace redress::platform
