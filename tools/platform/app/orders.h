// Orders and products: reading them as a shop's customers and services see them, and bringing them in. Thread safe; blocks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "tools/platform/app/context.h"
#include "tools/platform/domain/order.h"

namespace redress::platform {

// Those that exist, by id, each as it was at one instant.
absl::StatusOr<std::map<std::string, Order>> ReadOrders(const Context& context, const std::vector<std::string>& ids);
// NOT_FOUND, reason ORDER_NOT_FOUND.
absl::StatusOr<Order> ReadOrder(const Context& context, const std::string& id);
absl::StatusOr<Reach> ReadReach(const Context& context, const std::string& order);

// Brings in an order, checked, in the place of what there was of it. FAILED_PRECONDITION, reason ORDER_IN_USE: an operation
// concerns it.
absl::StatusOr<Order> PutOrder(const Context& context, const Order& order, const absl::optional<Reach>& reach);
absl::Status PutProduct(const Context& context, const Product& product);

}  // namespace redress::platform
