#include "tools/platform/domain/decide.h"

#include <algorithm>

namespace redress::platform {
namespace {

constexpr absl::Duration kResentWithin = absl::Hours(72);

Outcome Refuse(absl::string_view reason) {
  Outcome outcome;
  outcome.failure_reason = std::string(reason);
  return outcome;
}

Outcome DecideRefund(const Operation& operation, const Order& order, const OrderLine* line) {
  const int64_t left_of_order = order.paid.minor - order.refunded.minor;
  const int64_t left = line == nullptr ? left_of_order : std::min(left_of_order, line->paid.minor - line->refunded.minor);
  if (operation.amount.minor > left) return Refuse("OVER_PAID_AMOUNT");
  Outcome outcome;
  outcome.refund_minor = operation.amount.minor;
  return outcome;
}

// Statutory damages have no limit here: whoever asks has had them approved.
Outcome DecidePayout(const Operation& operation, const OrderLine* line) {
  Outcome outcome;
  if (operation.word != "GIFT_VALUE") return outcome;
  if (line == nullptr) return Refuse("LINE_NOT_FOUND");
  if (operation.amount.minor > line->gift.minor - line->gift_paid.minor) return Refuse("OVER_PROMISED_AMOUNT");
  outcome.gift_minor = operation.amount.minor;
  return outcome;
}

Outcome DecideSending(const Operation& operation, const Order& order, const OrderLine* line,
                      const absl::optional<Product>& product, BusinessTime now) {
  if (order.cancelled) return Refuse("ORDER_CANCELLED");
  if (line == nullptr) return Refuse("LINE_NOT_FOUND");
  if (operation.quantity > line->quantity - line->resent) return Refuse("OVER_QUANTITY");
  if (!product.has_value()) return Refuse("PRODUCT_NOT_FOUND");
  if (product->stock < operation.quantity) return Refuse("OUT_OF_STOCK");
  Outcome outcome;
  outcome.resent = operation.quantity;
  outcome.from_stock = product->id;
  Delivery parcel;
  parcel.id = operation.id;
  parcel.lines = {line->id};
  parcel.carrier = order.deliveries.empty() ? "house" : order.deliveries.front().carrier;
  parcel.warehouse = order.deliveries.empty() ? "main" : order.deliveries.front().warehouse;
  parcel.waybill = ReferenceOf(operation);
  parcel.promised_time = now + kResentWithin;
  outcome.parcel = std::move(parcel);
  return outcome;
}

Outcome DecideAddress(const Operation& operation, const Order& order) {
  if (order.cancelled) return Refuse("ORDER_CANCELLED");
  const auto left = [](const Delivery& parcel) { return parcel.ship_time.has_value(); };
  if (std::any_of(order.deliveries.begin(), order.deliveries.end(), left)) return Refuse("ALREADY_SHIPPED");
  Outcome outcome;
  outcome.address_token = operation.address_token;
  return outcome;
}

bool IsMoney(OperationKind kind) {
  return kind == OperationKind::kRefund || kind == OperationKind::kPayout || kind == OperationKind::kCoupon;
}

}  // namespace

Outcome Decide(const Operation& operation, const Facts& facts, BusinessTime now) {
  if (facts.refuse) return Refuse("REFUSED");
  if (operation.kind == OperationKind::kHrReport) return {};
  if (operation.kind == OperationKind::kSupplierAction) return facts.seller_known ? Outcome{} : Refuse("SELLER_NOT_FOUND");
  if (!facts.order.has_value()) return Refuse("ORDER_NOT_FOUND");
  const Order& order = *facts.order;
  const OrderLine* const line = FindLine(order, operation.line);
  if (line == nullptr && !operation.line.empty()) return Refuse("LINE_NOT_FOUND");
  if (IsMoney(operation.kind) && operation.amount.currency != order.paid.currency) return Refuse("CURRENCY_DIFFERS");
  switch (operation.kind) {
    case OperationKind::kRefund:
      return DecideRefund(operation, order, line);
    case OperationKind::kPayout:
      return DecidePayout(operation, line);
    case OperationKind::kReshipment:
    case OperationKind::kExchange:
      return DecideSending(operation, order, line, facts.product, now);
    case OperationKind::kAddressChange:
      return DecideAddress(operation, order);
    default:
      return {};  // a coupon is only made known
  }
}

}  // namespace redress::platform
