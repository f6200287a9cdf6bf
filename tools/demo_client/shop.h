// Brings orders into the stack's reference platform, as an ADMIN, so that what the complaints name is there when cases are
// verified and paid.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/session.h"
#include "tools/demo_client/shop_orders.h"

namespace redress::demo {

struct ShopCounts {
  int brought_in = 0;
  int in_use = 0;  // operations concern them since a former run; they stay as they are
};
// Several at once. The first failure is the result.
absl::StatusOr<ShopCounts> BringInOrders(client::Session& session,
                                         const std::vector<platform::control::v1::PutOrderRequest>& orders, int in_flight);

}  // namespace redress::demo
