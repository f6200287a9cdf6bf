#include "tools/demo_client/shop_orders.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"

namespace redress::demo {
namespace {

using platform::control::v1::PutOrderRequest;
using platform::v1::Delivery;
using platform::v1::Order;
using platform::v1::OrderLine;

constexpr std::array<const char*, 6> kCarriers = {"sf-express", "zto", "yto", "sto", "yunda", "jd-logistics"};
constexpr std::array<const char*, 4> kWarehouses = {"east-kunshan", "south-dongguan", "north-langfang", "west-chengdu"};
constexpr std::array<const char*, 5> kCategories = {"APPAREL", "ELECTRONICS", "HOME", "BEAUTY", "SPORTS"};
constexpr int kSellers = 40;
// Where orders are sold to, and how sellers are rated; what a policy can be for (docs/policies.md).
constexpr std::array<const char*, 4> kRegions = {"EAST", "SOUTH", "NORTH", "WEST"};
constexpr std::array<const char*, 3> kTiers = {"GOLD", "SILVER", "STANDARD"};
constexpr int64_t kSecondsOfDay = 86'400;

// A number from 0 to `bound` − 1 that depends on the order, customer or seller and on what it is for.
int64_t Pick(const std::string& order, absl::string_view what, int64_t bound) {
  return static_cast<int64_t>(StableHash64(absl::StrCat(order, "/", what)) % static_cast<uint64_t>(bound));
}

bool IsOrderNumber(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

google::protobuf::Timestamp At(int64_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  return time;
}

type::v1::Money MoneyOf(int64_t minor, const std::string& currency) {
  type::v1::Money money;
  money.set_amount_minor(minor);
  money.set_currency_code(currency);
  return money;
}

// What one complaint says of each of its orders.
struct Said {
  std::string customer, currency;
  int64_t paid_minor = -1;  // of one order; negative: not said
  int64_t received_s = 0;
  Gold gold;
};

Said ReadSaid(const ComplaintLine& line, BusinessTime now) {
  const intake::v1::Complaint& complaint = line.complaint;
  Said said;
  said.customer = complaint.customer().id();
  const std::string& currency = complaint.amount_paid().currency_code();
  const bool is_code = currency.size() == 3 && std::all_of(currency.begin(), currency.end(), absl::ascii_isupper);
  said.currency = is_code ? currency : "CNY";
  if (complaint.has_amount_paid() && complaint.amount_paid().amount_minor() >= 0) {
    constexpr int64_t kMost = 1'000'000'000'000;
    said.paid_minor = std::min(complaint.amount_paid().amount_minor(), kMost) / std::max(1, complaint.orders_size());
  }
  said.received_s = complaint.has_received_time() ? complaint.received_time().seconds() : now.micros() / 1'000'000;
  said.gold = line.gold;
  return said;
}

void AddLines(const Said& said, const std::string& id, Order* order) {
  const bool food = said.gold.l2 == "EXPIRED";
  const int64_t paid = said.paid_minor >= 0 ? said.paid_minor : 2'000 + Pick(id, "paid", 480) * 100;
  *order->mutable_paid() = MoneyOf(paid, said.currency);
  const int64_t lines = 1 + Pick(id, "lines", 3);
  int64_t left = paid;
  for (int64_t n = 1; n <= lines; ++n) {
    OrderLine& line = *order->add_lines();
    const int64_t of_line = n == lines ? left : paid / (lines + 1);
    left -= of_line;
    line.set_id(absl::StrCat(n));
    line.set_product(absl::StrCat("p-", id.substr(0, 40), "-", n));
    line.set_title(absl::StrCat("Article ", Pick(id, line.product(), 9'000) + 1'000));
    line.set_seller(absl::StrCat("s-", Pick(id, "seller", kSellers) + 1));
    line.set_seller_tier(kTiers[static_cast<size_t>(Pick(line.seller(), "tier", kTiers.size()))]);
    line.set_quantity(1);
    *line.mutable_paid() = MoneyOf(of_line, said.currency);
    line.set_category(food ? "FOOD" : kCategories[static_cast<size_t>(Pick(id, "category", kCategories.size()))]);
    line.set_perishable(food);
    if (said.gold.l2 == "PRICE_DROP") *line.mutable_price_now() = MoneyOf(of_line * 80 / 100, said.currency);
    if (said.gold.l2 == "GIFT_MISSING" && n == 1) {
      *line.mutable_promised_gift_value() = MoneyOf(1'000 + Pick(id, "gift", 5) * 1'000, said.currency);
    }
  }
}

// The parcel as the complaint claims it to be: lost, late, never sent; otherwise handed over a day before the complaint.
void AddParcel(const Said& said, const std::string& id, PutOrderRequest* request) {
  const std::string& claim = said.gold.l2;
  if (claim == "CANCELLED_BY_SELLER") request->set_cancelled(true);
  if (claim == "CANCELLED_BY_SELLER" || claim == "NOT_SHIPPED") return;
  Order& order = *request->mutable_order();
  Delivery& parcel = *order.add_deliveries();
  parcel.set_name(absl::StrCat(order.name(), "/deliveries/1"));
  for (const OrderLine& line : order.lines()) parcel.add_lines(line.id());
  parcel.set_carrier(kCarriers[static_cast<size_t>(Pick(id, "carrier", kCarriers.size()))]);
  parcel.set_waybill(absl::StrCat("W", 100'000'000'000 + Pick(id, "waybill", 900'000'000'000)));
  parcel.set_warehouse(kWarehouses[static_cast<size_t>(Pick(id, "warehouse", kWarehouses.size()))]);
  *parcel.mutable_ship_time() = At(order.pay_time().seconds() + kSecondsOfDay);
  const bool late = claim == "DELAYED" || claim == "LOST";
  const int64_t late_s = late ? (3 + Pick(id, "late", 4)) * kSecondsOfDay : 0;
  *parcel.mutable_promised_time() = At(said.received_s - late_s);
  parcel.set_state(claim == "LOST" ? Delivery::STATE_LOST : late ? Delivery::STATE_IN_TRANSIT : Delivery::STATE_DELIVERED);
  if (!late) *parcel.mutable_deliver_time() = At(said.received_s - kSecondsOfDay);
}

PutOrderRequest OrderOf(const Said& said, const std::string& id) {
  PutOrderRequest request;
  Order& order = *request.mutable_order();
  order.set_name("orders/" + id);
  order.set_customer("customers/" + (IsOrderNumber(said.customer) ? said.customer : "guest-" + id));
  order.set_region(kRegions[static_cast<size_t>(Pick(order.customer(), "region", kRegions.size()))]);
  const int64_t bought = said.received_s - (9 + Pick(id, "age", 6)) * kSecondsOfDay;
  *order.mutable_create_time() = At(bought);
  *order.mutable_pay_time() = At(bought + 60);
  AddLines(said, id, &order);
  AddParcel(said, id, &request);
  request.mutable_customer_reach()->set_follower_count(
      Pick(order.customer(), "reach", 100) == 0 ? 250'000 : Pick(order.customer(), "few", 500));
  return request;
}

}  // namespace

std::vector<PutOrderRequest> ShopOrdersOf(const std::vector<ComplaintLine>& lines, BusinessTime now) {
  std::vector<PutOrderRequest> requests;
  std::set<std::string> seen;
  for (const ComplaintLine& line : lines) {
    const Said said = ReadSaid(line, now);
    for (const std::string& id : line.complaint.orders()) {
      if (IsOrderNumber(id) && seen.insert(id).second) requests.push_back(OrderOf(said, id));
    }
  }
  return requests;
}

}  // namespace redress::demo
