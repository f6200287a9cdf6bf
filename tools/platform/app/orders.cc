#include "tools/platform/app/orders.h"

#include "libs/base/status_macros.h"
#include "tools/platform/store/order_store.h"

namespace redress::platform {
namespace {

absl::Status NoOrder() {
  return Error(absl::StatusCode::kNotFound, "ORDER_NOT_FOUND", "no such order");
}

}  // namespace

absl::StatusOr<std::map<std::string, Order>> ReadOrders(const Context& context, const std::vector<std::string>& ids) {
  std::map<std::string, Order> orders;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    orders = LoadOrders(transaction, ids);
    return absl::OkStatus();
  }));
  return orders;
}

absl::StatusOr<Order> ReadOrder(const Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const auto orders, ReadOrders(context, {id}));
  if (orders.empty()) return NoOrder();
  return orders.begin()->second;
}

absl::StatusOr<Reach> ReadReach(const Context& context, const std::string& order) {
  absl::optional<Reach> reach;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    reach = ReachOf(transaction, order);
    return absl::OkStatus();
  }));
  if (!reach.has_value()) return NoOrder();
  return *reach;
}

absl::StatusOr<Order> PutOrder(const Context& context, const Order& order, const absl::optional<Reach>& reach) {
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    if (LockOrder(transaction, order.id).has_value() && IsInUse(transaction, order.id)) {
      return Error(absl::StatusCode::kFailedPrecondition, "ORDER_IN_USE",
                   "an operation concerns the order: it cannot be replaced");
    }
    ReplaceOrder(transaction, order);
    if (reach.has_value()) PutReach(transaction, order.customer, *reach);
    return absl::OkStatus();
  }));
  return ReadOrder(context, order.id);
}

absl::Status PutProduct(const Context& context, const Product& product) {
  return context.pool.Transact([&](pqxx::work& transaction) {
    PutProduct(transaction, product);
    return absl::OkStatus();
  });
}

}  // namespace redress::platform
