#include "services/casework/domain/market.h"

#include <catch2/catch.hpp>

namespace redress::casework {
namespace {

OrderFacts Sold(const std::string& region, std::vector<OrderFacts::Line> lines) {
  OrderFacts order;
  order.answer = OrderFacts::Answer::kFound;
  order.region = region;
  order.lines = std::move(lines);
  return order;
}

const std::vector<std::string> kNames = {"orders/1", "orders/2"};
const std::vector<OrderFacts> kOrders = {Sold("EAST", {{"1", "GOLD"}, {"2", "SILVER"}}), Sold("EAST", {{"1", "GOLD"}})};

Market Of(const std::vector<QuotedLine>& lines, const std::vector<OrderFacts>& orders = kOrders) {
  return MarketOf(lines, kNames, orders);
}

TEST_CASE("What all lines share is told, what they do not share is not", "[casework]") {
  CHECK(Of({{"orders/1", "1"}}) == Market{"EAST", "GOLD"});
  CHECK(Of({{"orders/1", "1"}, {"orders/2"}}) == Market{"EAST", "GOLD"});
  CHECK(Of({{"orders/1"}}) == Market{"EAST", ""});
  CHECK(Of({{"orders/1", "2"}, {"orders/2", "1"}, {"orders/1", "2"}}) == Market{"EAST", ""});
  CHECK(Of({}) == Market{});
}

TEST_CASE("What one of them lacks, or no word is, says nothing", "[casework]") {
  CHECK(Of({{"orders/1", "9"}}) == Market{"EAST", ""});
  CHECK(Of({{"orders/1", "1"}, {"orders/3", "1"}}) == Market{});
  CHECK(Of({{"orders/1", "1"}}, {Sold("east", {{"1", "GO LD"}})}) == Market{});
  CHECK(Of({{"orders/1", "1"}}, {Sold(std::string(64, 'A'), {{"1", std::string(63, 'Z')}})}) == Market{"", std::string(63, 'Z')});
  CHECK(Of({{"orders/1", "1"}}, {OrderFacts()}) == Market{});
}

TEST_CASE("Each order is asked for once", "[casework]") {
  CHECK(OrdersIn({{"orders/2", "1"}, {"orders/1"}, {"orders/2", "2"}}) == std::vector<std::string>{"orders/2", "orders/1"});
}

}  // namespace
}  // namespace redress::casework
