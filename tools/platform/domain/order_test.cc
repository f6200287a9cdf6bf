#include "tools/platform/domain/order.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

namespace redress::platform {
namespace {

Money Yuan(int64_t yuan) {
  return {yuan * 100, Currency::Cny()};
}

Delivery Parcel(DeliveryState state, bool left = true) {
  Delivery parcel;
  parcel.id = "p1";
  parcel.lines = {"1"};
  parcel.carrier = "sf";
  parcel.waybill = "SF1";
  parcel.warehouse = "east";
  parcel.state = state;
  if (left) parcel.ship_time = BusinessTime::FromUnixMicros(2);
  if (state == DeliveryState::kDelivered) parcel.deliver_time = BusinessTime::FromUnixMicros(3);
  return parcel;
}

Order Good() {
  Order order;
  order.id = "48-1_x";
  order.customer = "u-1";
  order.create_time = order.pay_time = BusinessTime::FromUnixMicros(1);
  order.paid = Yuan(100);
  order.refunded = Yuan(0);
  OrderLine line;
  line.id = "1";
  line.product = "tea";
  line.paid = Yuan(90);
  line.refunded = line.gift = line.gift_paid = Yuan(0);
  order.lines = {line};
  order.deliveries = {Parcel(DeliveryState::kDelivered)};
  return order;
}

TEST_CASE("The state of an order is the furthest that is true", "[platform]") {
  const Delivery waiting = Parcel(DeliveryState::kInTransit, false), moving = Parcel(DeliveryState::kInTransit),
                 there = Parcel(DeliveryState::kDelivered), lost = Parcel(DeliveryState::kLost);
  struct Row {
    std::vector<Delivery> parcels;
    bool cancelled;
    int64_t refunded_yuan;
    OrderState state;
  };
  const Row rows[] = {
      {{}, false, 0, OrderState::kPaid},
      {{waiting}, false, 0, OrderState::kPaid},
      {{moving}, false, 0, OrderState::kShipped},
      {{lost}, false, 0, OrderState::kShipped},
      {{there, waiting}, false, 0, OrderState::kShipped},
      {{there, there}, false, 99, OrderState::kDelivered},
      {{}, true, 0, OrderState::kCancelled},
      {{}, true, 100, OrderState::kRefunded},
      {{there}, false, 100, OrderState::kRefunded},
  };
  for (const Row& row : rows) {
    Order order = Good();
    order.deliveries = row.parcels;
    order.cancelled = row.cancelled;
    order.refunded = Yuan(row.refunded_yuan);
    CHECK(StateOf(order) == row.state);
  }
  Order free = Good();
  free.paid = Yuan(0);
  CHECK(StateOf(free) == OrderState::kDelivered);
}

TEST_CASE("Words of parcels are read as they are written", "[platform]") {
  for (const DeliveryState state :
       {DeliveryState::kInTransit, DeliveryState::kDelivered, DeliveryState::kLost, DeliveryState::kReturned}) {
    CHECK(DeliveryStateOf(Word(state)) == state);
  }
  CHECK(DeliveryStateOf("GONE") == absl::nullopt);
}

TEST_CASE("An order that is brought in keeps every rule, and each that it breaks is named", "[platform]") {
  struct Row {
    const char* field;  // empty: allowed
    std::function<void(Order&)> spoil;
  };
  const Row rows[] = {
      {"", [](Order&) {}},
      {"", [](Order& o) { o.deliveries.clear(); }},
      {"", [](Order& o) { o.deliveries.clear(), o.cancelled = true; }},
      {"order.name", [](Order& o) { o.id = "a b"; }},
      {"order.name", [](Order& o) { o.id = std::string(65, 'a'); }},
      {"order.customer", [](Order& o) { o.customer = ""; }},
      {"order.pay_time", [](Order& o) { o.pay_time = BusinessTime::FromUnixMicros(0); }},
      {"order.paid", [](Order& o) { o.paid.minor = -1; }},
      {"order.paid", [](Order& o) { o.paid.currency = Currency(); }},
      {"order.lines", [](Order& o) { o.lines.clear(), o.deliveries.clear(); }},
      {"order.lines", [](Order& o) { o.lines = std::vector<OrderLine>(101, OrderLine(o.lines[0])); }},
      {"order.lines[1].id", [](Order& o) { o.lines.push_back(o.lines[0]); }},
      {"order.lines[0].product", [](Order& o) { o.lines[0].product = ""; }},
      {"order.lines[0].seller", [](Order& o) { o.lines[0].seller = "?"; }},
      {"order.lines[0].seller_tier", [](Order& o) { o.lines[0].seller_tier = "gold"; }},
      {"order.region", [](Order& o) { o.region = std::string(64, 'A'); }},
      {"order.lines[0].title", [](Order& o) { o.lines[0].title = std::string(201, 'x'); }},
      {"order.lines[0].quantity", [](Order& o) { o.lines[0].quantity = 0; }},
      {"order.lines[0].paid", [](Order& o) { o.lines[0].paid.currency = *Currency::Parse("USD"); }},
      {"order.lines[0].promised_gift_value", [](Order& o) { o.lines[0].gift.minor = -1; }},
      {"order.lines[0].price_now",
       [](Order& o) {
         o.lines[0].price_now = Money{-1, Currency::Cny()};
       }},
      {"order.deliveries[0].lines", [](Order& o) { o.deliveries[0].lines = {"2"}; }},
      {"order.deliveries[0].lines", [](Order& o) { o.deliveries[0].lines = {}; }},
      {"order.deliveries[0].carrier", [](Order& o) { o.deliveries[0].carrier = ""; }},
      {"order.deliveries[0].waybill", [](Order& o) { o.deliveries[0].waybill = ""; }},
      {"order.deliveries[0].deliver_time", [](Order& o) { o.deliveries[0].deliver_time = absl::nullopt; }},
      {"order.deliveries[0].ship_time", [](Order& o) { o.deliveries[0].ship_time = absl::nullopt; }},
      {"order.deliveries[1].name", [](Order& o) { o.deliveries.push_back(o.deliveries[0]); }},
      {"cancelled", [](Order& o) { o.cancelled = true; }},
  };
  for (const Row& row : rows) {
    Order order = Good();
    row.spoil(order);
    Violations violations;
    CheckOrder(order, &violations);
    INFO(row.field);
    if (row.field[0] == '\0') {
      CHECK(violations.empty());
    } else {
      const auto& all = violations.all();
      CHECK(std::any_of(all.begin(), all.end(), [&](const FieldViolation& one) { return one.field == row.field; }));
    }
  }
}

TEST_CASE("A product needs an id, a price in a currency and a stock that is none or more", "[platform]") {
  Product product{"tea", "s-1", Yuan(9), true, 0};
  Violations none;
  CheckProduct(product, &none);
  CHECK(none.empty());
  product = {"", "?", {-1, Currency()}, true, -1};
  Violations all;
  CheckProduct(product, &all);
  CHECK(all.all().size() == 5);
}

}  // namespace
}  // namespace redress::platform
