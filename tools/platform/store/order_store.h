// Orders, products and customers in the reference platform's tables. Every function runs inside the caller's transaction and
// throws what libpqxx throws (libs/pg turns it into a status).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "tools/platform/domain/decide.h"
#include "tools/platform/domain/operation.h"
#include "tools/platform/domain/order.h"

namespace redress::platform {

// Those that exist, by id; orders, lines and parcels as of one instant.
std::map<std::string, Order> LoadOrders(pqxx::transaction_base& transaction, const std::vector<std::string>& ids);
// The order, locked until the end of the transaction, which must be READ COMMITTED.
absl::optional<Order> LockOrder(pqxx::transaction_base& transaction, const std::string& id);
// True where an operation concerns the order, ended or not.
bool IsInUse(pqxx::transaction_base& transaction, const std::string& order);
// In the place of what there was of it. Products that are not known come into the catalogue; `price_now` of a line becomes its
// product's price. The order must be locked, where there is one, and not in use.
void ReplaceOrder(pqxx::transaction_base& transaction, const Order& order);
// Puts an outcome into the books. The order must be locked.
void ApplyOutcome(pqxx::transaction_base& transaction, const Operation& operation, const Outcome& outcome);

// The product, locked until the end of the transaction.
absl::optional<Product> LockProduct(pqxx::transaction_base& transaction, const std::string& id);
bool IsSeller(pqxx::transaction_base& transaction, const std::string& id);
void PutProduct(pqxx::transaction_base& transaction, const Product& product);

// Of the customer of an order; none where there is no such order.
absl::optional<Reach> ReachOf(pqxx::transaction_base& transaction, const std::string& order);
void PutReach(pqxx::transaction_base& transaction, const std::string& customer, const Reach& reach);

}  // namespace redress::platform
