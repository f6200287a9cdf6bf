#include "tools/demo_client/shop_orders.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace redress::demo {
namespace {

using platform::control::v1::PutOrderRequest;
using platform::v1::Delivery;
constexpr int64_t kReceived = 1'764'000'000;
const BusinessTime kNow = BusinessTime::FromUnixMicros((kReceived + 1'000'000) * 1'000'000);

ComplaintLine LineOf(std::vector<std::string> orders, const std::string& l2 = "", int64_t paid = 10'001) {
  ComplaintLine line;
  for (const std::string& order : orders) line.complaint.add_orders(order);
  line.complaint.mutable_customer()->set_id("u-1");
  line.complaint.mutable_received_time()->set_seconds(kReceived);
  if (paid >= 0) {
    line.complaint.mutable_amount_paid()->set_amount_minor(paid);
    line.complaint.mutable_amount_paid()->set_currency_code("CNY");
  }
  line.gold.l2 = l2;
  return line;
}

TEST_CASE("Each order number of the file is one order, the same in every run, and its lines are what was paid", "[demo]") {
  const std::vector<ComplaintLine> lines = {LineOf({"A-1", "A-2"}), LineOf({"A-2", "b c", ""}), LineOf({}),
                                            LineOf({"A-3"}, "", -1)};
  const auto orders = ShopOrdersOf(lines, kNow);
  REQUIRE(orders.size() == 3);
  const auto again = ShopOrdersOf(lines, kNow);
  for (size_t i = 0; i < orders.size(); ++i) {
    CHECK(orders[i].SerializeAsString() == again[i].SerializeAsString());
    const auto& order = orders[i].order();
    int64_t sum = 0;
    for (const auto& line : order.lines()) sum += line.paid().amount_minor();
    CHECK(sum == order.paid().amount_minor());
    CHECK(order.customer() == "customers/u-1");
    CHECK(order.create_time().seconds() < kReceived);
  }
  CHECK(orders[0].order().paid().amount_minor() == 5'000);
  CHECK(orders[2].order().paid().amount_minor() >= 2'000);
}

TEST_CASE("The shop's records show what the complaint claims", "[demo]") {
  const auto only = [](const std::string& l2) { return ShopOrdersOf({LineOf({"A-1"}, l2)}, kNow).at(0); };
  const PutOrderRequest usual = only("RUDE");
  REQUIRE(usual.order().deliveries_size() == 1);
  CHECK(usual.order().deliveries(0).state() == Delivery::STATE_DELIVERED);
  CHECK(usual.order().deliveries(0).deliver_time().seconds() < kReceived);
  CHECK(only("NOT_SHIPPED").order().deliveries_size() == 0);
  CHECK(only("CANCELLED_BY_SELLER").cancelled());
  CHECK(only("LOST").order().deliveries(0).state() == Delivery::STATE_LOST);
  const PutOrderRequest late = only("DELAYED");
  CHECK(late.order().deliveries(0).state() == Delivery::STATE_IN_TRANSIT);
  CHECK(kReceived - late.order().deliveries(0).promised_time().seconds() >= 3 * 86'400);
  CHECK(only("EXPIRED").order().lines(0).perishable());
  CHECK(only("GIFT_MISSING").order().lines(0).promised_gift_value().amount_minor() > 0);
  const PutOrderRequest dropped = only("PRICE_DROP");
  CHECK(dropped.order().lines(0).price_now().amount_minor() < dropped.order().lines(0).paid().amount_minor());
}

TEST_CASE("A customer has one region, and a seller one tier, whatever is bought", "[demo]") {
  std::vector<std::string> names;
  names.reserve(200);
  for (int i = 0; i < 200; ++i) names.push_back(absl::StrCat("B-", i));
  std::map<std::string, std::set<std::string>> tiers;
  std::set<std::string> all;
  for (const auto& request : ShopOrdersOf({LineOf(names)}, kNow)) {
    CHECK(request.order().region() == ShopOrdersOf({LineOf({"A-1"})}, kNow)[0].order().region());
    CHECK_FALSE(request.order().region().empty());
    for (const auto& line : request.order().lines()) {
      tiers[line.seller()].insert(line.seller_tier());
      all.insert(line.seller_tier());
    }
  }
  for (const auto& [seller, of_seller] : tiers) CHECK(of_seller.size() == 1);
  CHECK(all == std::set<std::string>{"GOLD", "SILVER", "STANDARD"});
}

TEST_CASE("A line without a time was received now", "[demo]") {
  ComplaintLine line = LineOf({"A-1"});
  line.complaint.clear_received_time();
  const auto orders = ShopOrdersOf({line}, kNow);
  REQUIRE(orders.size() == 1);
  CHECK(orders[0].order().deliveries(0).deliver_time().seconds() == kReceived + 1'000'000 - 86'400);
}

}  // namespace
}  // namespace redress::demo
