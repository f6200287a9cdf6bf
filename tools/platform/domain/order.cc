#include "tools/platform/domain/order.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::platform {
namespace {

constexpr std::array<absl::string_view, 4> kDeliveryWords = {"IN_TRANSIT", "DELIVERED", "LOST", "RETURNED"};
constexpr char kIdRule[] = "must be [A-Za-z0-9_-]{1,64}";
constexpr char kWordRule[] = "must be [A-Z0-9_]{0,63}";
constexpr size_t kLinesMax = 100;
constexpr size_t kTitleCodePointsMax = 200;
constexpr int kQuantityMax = 100'000;
constexpr int64_t kMinorMax = 1'000'000'000'000;  // no sum of a hundred lines leaves int64

void CheckId(absl::string_view id, const std::string& field, Violations* violations) {
  if (!IsId(id)) violations->Add(field, kIdRule);
}

void CheckAmount(const Money& money, const Currency& currency, const std::string& field, Violations* violations) {
  if (money.minor < 0 || money.minor > kMinorMax) violations->Add(field, "must be from 0 to 1,000,000,000,000 minor units");
  if (money.currency != currency) violations->Add(field, "must be in the currency of order.paid");
}

void CheckLine(const OrderLine& line, const Currency& currency, const std::string& field, Violations* violations) {
  CheckId(line.id, field + ".id", violations);
  CheckId(line.product, field + ".product", violations);
  if (!line.seller.empty()) CheckId(line.seller, field + ".seller", violations);
  if (!IsWord(line.seller_tier)) violations->Add(field + ".seller_tier", kWordRule);
  if (CodePointCount(line.title) > kTitleCodePointsMax) violations->Add(field + ".title", "must have at most 200 code points");
  if (line.quantity < 1 || line.quantity > kQuantityMax) violations->Add(field + ".quantity", "must be from 1 to 100,000");
  CheckAmount(line.paid, currency, field + ".paid", violations);
  CheckAmount(line.gift, currency, field + ".promised_gift_value", violations);
  if (line.price_now.has_value()) CheckAmount(*line.price_now, currency, field + ".price_now", violations);
}

void CheckDelivery(const Delivery& delivery, const std::set<absl::string_view>& lines, const std::string& field,
                   Violations* violations) {
  CheckId(delivery.id, field + ".name", violations);
  CheckId(delivery.carrier, field + ".carrier", violations);
  CheckId(delivery.warehouse, field + ".warehouse", violations);
  if (!IsId(delivery.waybill)) violations->Add(field + ".waybill", kIdRule);
  const auto known = [&](const std::string& line) { return lines.count(line) > 0; };
  if (delivery.lines.empty() || !std::all_of(delivery.lines.begin(), delivery.lines.end(), known)) {
    violations->Add(field + ".lines", "must name at least one line of the order and no others");
  }
  if (delivery.deliver_time.has_value() != (delivery.state == DeliveryState::kDelivered)) {
    violations->Add(field + ".deliver_time", "is there if and only if the parcel was handed over");
  }
  if (delivery.deliver_time.has_value() && !delivery.ship_time.has_value()) {
    violations->Add(field + ".ship_time", "must be there: what was handed over has left");
  }
}

}  // namespace

absl::string_view Word(DeliveryState state) {
  return kDeliveryWords[static_cast<size_t>(state)];
}

absl::optional<DeliveryState> DeliveryStateOf(absl::string_view word) {
  for (size_t i = 0; i < kDeliveryWords.size(); ++i) {
    if (kDeliveryWords[i] == word) return static_cast<DeliveryState>(i);
  }
  return absl::nullopt;
}

OrderState StateOf(const Order& order) {
  const auto& parcels = order.deliveries;
  if (order.paid.minor > 0 && order.refunded == order.paid) return OrderState::kRefunded;
  if (order.cancelled) return OrderState::kCancelled;
  const auto delivered = [](const Delivery& parcel) { return parcel.state == DeliveryState::kDelivered; };
  if (!parcels.empty() && std::all_of(parcels.begin(), parcels.end(), delivered)) return OrderState::kDelivered;
  const auto left = [](const Delivery& parcel) { return parcel.ship_time.has_value(); };
  return std::any_of(parcels.begin(), parcels.end(), left) ? OrderState::kShipped : OrderState::kPaid;
}

const OrderLine* FindLine(const Order& order, absl::string_view id) {
  const auto found = std::find_if(order.lines.begin(), order.lines.end(), [&](const OrderLine& line) { return line.id == id; });
  return found == order.lines.end() ? nullptr : &*found;
}

bool IsId(absl::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

bool IsWord(absl::string_view text) {
  return text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_isupper(byte) || absl::ascii_isdigit(byte) || c == '_';
         });
}

void CheckOrder(const Order& order, Violations* violations) {
  CheckId(order.id, "order.name", violations);
  if (order.customer.empty()) violations->Add("order.customer", "is required");
  if (!IsWord(order.region)) violations->Add("order.region", kWordRule);
  if (order.pay_time < order.create_time) violations->Add("order.pay_time", "must not be before order.create_time");
  if (order.paid.currency.none()) violations->Add("order.paid", "is required");
  CheckAmount(order.paid, order.paid.currency, "order.paid", violations);
  if (order.lines.empty() || order.lines.size() > kLinesMax) violations->Add("order.lines", "must be 1 to 100");
  std::set<absl::string_view> lines, parcels;
  for (size_t i = 0; i < order.lines.size(); ++i) {
    const std::string field = absl::StrCat("order.lines[", i, "]");
    CheckLine(order.lines[i], order.paid.currency, field, violations);
    if (!lines.insert(order.lines[i].id).second) violations->Add(field + ".id", "must be unique within the order");
  }
  for (size_t i = 0; i < order.deliveries.size(); ++i) {
    const std::string field = absl::StrCat("order.deliveries[", i, "]");
    CheckDelivery(order.deliveries[i], lines, field, violations);
    if (!parcels.insert(order.deliveries[i].id).second) violations->Add(field + ".name", "must be unique within the order");
  }
  if (order.cancelled && !order.deliveries.empty()) violations->Add("cancelled", "must be false: something has left");
}

void CheckProduct(const Product& product, Violations* violations) {
  CheckId(product.id, "product.id", violations);
  if (!product.seller.empty()) CheckId(product.seller, "product.seller", violations);
  if (product.unit_price.currency.none()) violations->Add("product.currency_code", "must be three capital letters");
  CheckAmount(product.unit_price, product.unit_price.currency, "product.unit_price_minor", violations);
  if (product.stock < 0) violations->Add("product.stock", "must not be negative");
}

}  // namespace redress::platform
