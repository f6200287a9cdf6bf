#include "tools/platform/rpc/convert.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "tools/platform/rpc/values.h"

namespace redress::platform {
namespace {

constexpr PageSizes kPageSizes{.usual = 100, .most = 1000};

v1::OrderLine LineToProto(const OrderLine& line) {
  v1::OrderLine proto;
  proto.set_id(line.id);
  proto.set_product(line.product);
  proto.set_title(line.title);
  proto.set_seller(line.seller);
  proto.set_seller_tier(line.seller_tier);
  proto.set_quantity(line.quantity);
  *proto.mutable_paid() = ToProto(line.paid);
  *proto.mutable_refunded() = ToProto(line.refunded);
  if (line.price_now.has_value()) *proto.mutable_price_now() = ToProto(*line.price_now);
  proto.set_perishable(line.perishable);
  proto.set_category(line.category);
  if (line.gift.minor > 0) *proto.mutable_promised_gift_value() = ToProto(line.gift);
  return proto;
}

v1::Delivery DeliveryToProto(const std::string& order, const Delivery& parcel) {
  v1::Delivery proto;
  proto.set_name(absl::StrCat("orders/", order, "/deliveries/", parcel.id));
  for (const std::string& line : parcel.lines) proto.add_lines(line);
  proto.set_carrier(parcel.carrier);
  proto.set_waybill(parcel.waybill);
  proto.set_warehouse(parcel.warehouse);
  v1::Delivery::State state = v1::Delivery::STATE_UNSPECIFIED;
  v1::Delivery::State_Parse(absl::StrCat("STATE_", Word(parcel.state)), &state);
  proto.set_state(state);
  if (parcel.ship_time.has_value()) *proto.mutable_ship_time() = ToProto(*parcel.ship_time);
  if (parcel.promised_time.has_value()) *proto.mutable_promised_time() = ToProto(*parcel.promised_time);
  if (parcel.deliver_time.has_value()) *proto.mutable_deliver_time() = ToProto(*parcel.deliver_time);
  return proto;
}

v1::Order::State ToProto(OrderState state) {
  switch (state) {
    case OrderState::kPaid:
      return v1::Order::STATE_PAID;
    case OrderState::kShipped:
      return v1::Order::STATE_SHIPPED;
    case OrderState::kDelivered:
      return v1::Order::STATE_DELIVERED;
    case OrderState::kCancelled:
      return v1::Order::STATE_CANCELLED;
    case OrderState::kRefunded:
      return v1::Order::STATE_REFUNDED;
  }
  return v1::Order::STATE_UNSPECIFIED;
}

OrderLine LineOf(const v1::OrderLine& proto, const Currency& currency) {
  OrderLine line;
  line.id = proto.id();
  line.product = proto.product();
  line.title = proto.title();
  line.seller = proto.seller();
  line.seller_tier = proto.seller_tier();
  line.category = proto.category();
  line.perishable = proto.perishable();
  line.quantity = proto.quantity();
  line.paid = MoneyOf(proto.paid());
  line.refunded = line.gift_paid = {0, currency};
  line.gift = proto.has_promised_gift_value() ? MoneyOf(proto.promised_gift_value()) : Money{0, currency};
  if (proto.has_price_now()) line.price_now = MoneyOf(proto.price_now());
  return line;
}

Delivery DeliveryOf(const v1::Delivery& proto, const std::string& order, const std::string& field, Violations* violations) {
  Delivery parcel;
  absl::string_view id = proto.name();
  absl::ConsumePrefix(&id, absl::StrCat("orders/", order, "/deliveries/"));
  parcel.id = std::string(id);
  parcel.lines.assign(proto.lines().begin(), proto.lines().end());
  parcel.carrier = proto.carrier();
  parcel.waybill = proto.waybill();
  parcel.warehouse = proto.warehouse();
  const auto state = DeliveryStateOf(absl::StripPrefix(v1::Delivery::State_Name(proto.state()), "STATE_"));
  if (!state.has_value()) violations->Add(field + ".state", "is required");
  parcel.state = state.value_or(DeliveryState::kInTransit);
  if (proto.has_ship_time()) parcel.ship_time = TimeOf(proto.ship_time());
  if (proto.has_promised_time()) parcel.promised_time = TimeOf(proto.promised_time());
  if (proto.has_deliver_time()) parcel.deliver_time = TimeOf(proto.deliver_time());
  return parcel;
}

// The value of a condition as the store has it; none where it cannot be.
absl::optional<Condition> ForStore(const Condition& asked) {
  Condition condition = asked;
  if (asked.field == "state" && !OperationStateOf(asked.value).has_value()) return absl::nullopt;
  if (asked.field == "kind" && !OperationKindOf(asked.value).has_value()) return absl::nullopt;
  if (asked.field == "order") {
    const auto ids = MatchName("orders/*", asked.value);
    if (!ids.ok()) return absl::nullopt;
    condition.field = "order_id";
    condition.value = (*ids)[0];
  }
  if (asked.field == "create_time") {
    const auto time = BusinessTime::ParseRfc3339(asked.value);
    if (!time.ok()) return absl::nullopt;
    condition.field = "create_us";
    condition.value = absl::StrCat(time->micros());
  }
  return condition;
}

}  // namespace

std::string IdIn(absl::string_view pattern, const std::string& name, const std::string& field, Violations* violations) {
  const absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (ids.ok()) return (*ids)[0];
  violations->Add(field, absl::StrCat("must be `", pattern, "`"));
  return "";
}

v1::Order ToProto(const Order& order) {
  v1::Order proto;
  proto.set_name(absl::StrCat("orders/", order.id));
  proto.set_customer(absl::StrCat("customers/", order.customer));
  proto.set_state(ToProto(StateOf(order)));
  *proto.mutable_create_time() = ToProto(order.create_time);
  *proto.mutable_pay_time() = ToProto(order.pay_time);
  for (const OrderLine& line : order.lines) *proto.add_lines() = LineToProto(line);
  for (const Delivery& parcel : order.deliveries) *proto.add_deliveries() = DeliveryToProto(order.id, parcel);
  *proto.mutable_paid() = ToProto(order.paid);
  *proto.mutable_refunded() = ToProto(order.refunded);
  proto.set_region(order.region);
  return proto;
}

control::v1::Product ToProto(const Product& product) {
  control::v1::Product proto;
  proto.set_id(product.id);
  proto.set_seller(product.seller);
  proto.set_unit_price_minor(product.unit_price.minor);
  proto.set_currency_code(std::string(product.unit_price.currency.code()));
  proto.set_on_sale(product.on_sale);
  proto.set_stock(product.stock);
  return proto;
}

control::v1::Fault ToProto(const Fault& fault) {
  control::v1::Fault proto;
  proto.set_kind(static_cast<control::v1::Fault::Kind>(fault.kind));
  if (fault.count.has_value()) proto.set_count(*fault.count);
  if (fault.probability.has_value()) proto.set_probability(*fault.probability);
  if (fault.delay != absl::ZeroDuration()) {
    const int64_t micros = absl::ToInt64Microseconds(fault.delay);
    proto.mutable_delay()->set_seconds(micros / 1'000'000);
    proto.mutable_delay()->set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1'000));
  }
  proto.set_operation_kind(fault.operation_kind);
  proto.set_hit_count(fault.hits);
  return proto;
}

Order OrderOf(const control::v1::PutOrderRequest& request, Violations* violations) {
  const v1::Order& proto = request.order();
  Order order;
  order.id = IdIn("orders/*", proto.name(), "order.name", violations);
  order.customer = IdIn("customers/*", proto.customer(), "order.customer", violations);
  order.cancelled = request.cancelled();
  order.region = proto.region();
  if (!proto.has_create_time() || !proto.has_pay_time()) violations->Add("order.create_time", "is required, and pay_time");
  order.create_time = TimeOf(proto.create_time());
  order.pay_time = TimeOf(proto.pay_time());
  order.paid = MoneyOf(proto.paid());
  order.refunded = {0, order.paid.currency};
  for (const v1::OrderLine& line : proto.lines()) order.lines.push_back(LineOf(line, order.paid.currency));
  for (int i = 0; i < proto.deliveries_size(); ++i) {
    const std::string field = absl::StrCat("order.deliveries[", i, "]");
    order.deliveries.push_back(DeliveryOf(proto.deliveries(i), order.id, field, violations));
  }
  CheckOrder(order, violations);
  if (request.customer_reach().follower_count() < 0) violations->Add("customer_reach.follower_count", "must not be negative");
  return order;
}

Product ProductOf(const control::v1::Product& proto, Violations* violations) {
  Product product;
  product.id = proto.id();
  product.seller = proto.seller();
  product.unit_price = {proto.unit_price_minor(), Currency::Parse(proto.currency_code()).value_or(Currency())};
  product.on_sale = proto.on_sale();
  product.stock = proto.stock();
  CheckProduct(product, violations);
  return product;
}

Fault FaultOf(const control::v1::Fault& proto, Violations* violations) {
  Fault fault;
  fault.kind = static_cast<FaultKind>(proto.kind());
  if (proto.kind() == control::v1::Fault::KIND_UNSPECIFIED) violations->Add("fault.kind", "is required");
  if (proto.has_count()) fault.count = proto.count();
  if (proto.has_probability()) fault.probability = proto.probability();
  fault.delay = absl::Seconds(proto.delay().seconds()) + absl::Nanoseconds(proto.delay().nanos());
  fault.operation_kind = proto.operation_kind();
  CheckFault(fault, violations);
  return fault;
}

absl::StatusOr<OperationQuery> QueryOf(const v1::ListOperationsRequest& request) {
  using enum FilterOp;
  const std::vector<FilterField> fields = {
      {.name = "state"},
      {.name = "kind"},
      {.name = "order"},
      {.name = "requester"},
      {.name = "create_time", .ops = {kLess, kLessOrEqual, kGreater, kGreaterOrEqual}},
  };
  OperationQuery query;
  ASSIGN_OR_RETURN(query.limit, PageSize(request.page_size(), kPageSizes));
  ASSIGN_OR_RETURN(const std::vector<Condition> conditions, ParseFilter(request.filter(), fields));
  Violations violations;
  for (const Condition& asked : conditions) {
    if (const absl::optional<Condition> condition = ForStore(asked)) {
      query.conditions.push_back(*condition);
    } else {
      violations.Add("filter", absl::StrCat("`", asked.field, "` has a value that cannot be"));
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(request.page_token(), request.filter()));
  if (!key.empty() && !absl::SimpleAtoi(key, &query.after)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return query;
}

}  // namespace redress::platform
