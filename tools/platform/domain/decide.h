// The platform's decision on an operation: whether it is done, and what that changes in the books. The money rules live here; the
// tables state them again as constraints. Pure.
#pragma once

#include <string>

#include "absl/types/optional.h"
#include "tools/platform/domain/operation.h"
#include "tools/platform/domain/order.h"

namespace redress::platform {

// What the books say when the operation ends, locked until the outcome is in them.
struct Facts {
  absl::optional<Order> order;      // the operation's; none: there is no such order
  absl::optional<Product> product;  // what would be sent: the exchange's other product, else the line's own
  bool seller_known = false;        // whether somebody sells under the id that a supplier action names
  bool refuse = false;              // a fault: refuse whatever the facts are
};

// What becomes of an operation. Either `failure_reason` is set and nothing changes, or all that follows is done together.
struct Outcome {
  std::string failure_reason;
  int64_t refund_minor = 0;         // of the order, and of the line where the operation names one
  int64_t gift_minor = 0;           // paid of the line's promised gift
  int resent = 0;                   // pieces of the line
  std::string from_stock;           // the product of which `resent` pieces are taken
  absl::optional<Delivery> parcel;  // that carries them
  std::string address_token;        // the order's new one, where not empty
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome Decide(const Operation& operation, const Facts& facts, BusinessTime now);

}  // namespace redress::platform
