// An order as the reference platform keeps it: what was bought and paid, the parcels, what was given back. Ids are bare. A value;
// functions are pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "libs/base/money.h"
#include "libs/base/time.h"

namespace redress::platform {

enum class OrderState { kPaid, kShipped, kDelivered, kCancelled, kRefunded };
enum class DeliveryState { kInTransit, kDelivered, kLost, kReturned };

// `IN_TRANSIT`, as it is stored.
absl::string_view Word(DeliveryState state);
absl::optional<DeliveryState> DeliveryStateOf(absl::string_view word);

struct OrderLine {
  std::string id, product, title, seller, category;
  bool perishable = false;
  int quantity = 1;
  int resent = 0;  // pieces of reshipments and exchanges so far
  Money paid, refunded;
  Money gift, gift_paid;            // `gift.minor` 0: none was promised
  std::string seller_tier;          // how the seller is rated; empty: not known
  absl::optional<Money> price_now;  // of all pieces; none: sold no more

  friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

struct Delivery {
  std::string id;
  std::vector<std::string> lines;
  std::string carrier, waybill, warehouse;
  DeliveryState state = DeliveryState::kInTransit;
  absl::optional<BusinessTime> ship_time, promised_time, deliver_time;

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Order {
  std::string id, customer;
  bool cancelled = false;
  BusinessTime create_time, pay_time;
  std::vector<OrderLine> lines;
  std::vector<Delivery> deliveries;
  Money paid, refunded;
  std::string address_token;
  std::string region;  // where it was sold to; empty: not known

  friend bool operator==(const Order&, const Order&) = default;
};

// How far a customer's voice carries.
struct Reach {
  int64_t follower_count = 0;
  bool public_voice = false;
  friend bool operator==(const Reach&, const Reach&) = default;
};

// What the catalogue says.
struct Product {
  std::string id, seller;
  Money unit_price;
  bool on_sale = true;
  int64_t stock = 0;
  friend bool operator==(const Product&, const Product&) = default;
};

// The furthest that is true: everything given back, cancelled, everything handed over, something has left, paid.
OrderState StateOf(const Order& order);
// Null where the order has no such line.
const OrderLine* FindLine(const Order& order, absl::string_view id);

// True for [A-Za-z0-9_-]{1,64}: ids of orders, products, sellers, carriers, warehouses.
bool IsId(absl::string_view text);
// True for [A-Z0-9_]{0,63}: regions, tiers of sellers.
bool IsWord(absl::string_view text);
// Every rule that an order must keep when it is brought in, by the contract's names of the fields below `order.`.
void CheckOrder(const Order& order, Violations* violations);
// Likewise of a product, below `product.`.
void CheckProduct(const Product& product, Violations* violations);

}  // namespace redress::platform
