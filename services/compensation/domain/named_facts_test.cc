#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/compensation/domain/facts.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();

TEST_CASE("Too few facts make no quotation", "[compensation]") {
  CHECK(ReasonOf(SubjectsFrom({{"orders/1/lines/1:l1", "LOGISTICS"}}, kCny).status()) == "FACTS_INCOMPLETE");
  CHECK(ReasonOf(SubjectsFrom({{"l2", "LOST"}}, kCny).status()) == "FACTS_INCOMPLETE");
  CHECK(ReasonOf(SubjectsFrom({{"l1", "LOGISTICS"}, {"moon", "full"}}, kCny).status()) == "FACTS_INCOMPLETE");
}

TEST_CASE("Subjects come back in the order of their positions, each with what it was", "[compensation]") {
  const BusinessTime now = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
  Order order;
  order.name = "orders/1";
  order.pay_time = now;
  for (const char* id : {"1", "10", "2"}) {
    order.lines.push_back({.id = id, .quantity = 3, .paid = {1'000, kCny}, .refunded = 10, .price_now = {}, .gift_value = {}});
  }
  order.paid = {3'000, kCny};
  order.refunded = {10, kCny};
  Claim claim;
  claim.cause = {"LOGISTICS", ""};
  claim.lines = {{"orders/1", "2", 2}, {"orders/1", "10", 0}, {"orders/1", "1", 1}};
  const auto was = SubjectsOf(claim, {order}, kCny, now).value();
  const auto is = SubjectsFrom(NamedFactsOf(was), kCny).value();
  REQUIRE(is.size() == 3);
  for (size_t i = 0; i < is.size(); ++i) {
    CHECK(is[i].order == was[i].order);
    CHECK(is[i].line == was[i].line);
    CHECK(is[i].quantity == was[i].quantity);
    CHECK(is[i].paid == was[i].paid);
    CHECK(is[i].line_paid == was[i].line_paid);
    CHECK(is[i].line_quantity == 3);
    CHECK(is[i].line_left == 990);
    CHECK(is[i].order_left == was[i].order_left);
    CHECK(is[i].facts == was[i].facts);
  }
}

TEST_CASE("A sign of abuse is kept among the facts and is none of a subject", "[compensation]") {
  const auto subjects = SubjectsFrom({{"l1", "OTHER"}, {"abuse:RING", "5 > 3"}}, kCny).value();
  REQUIRE(subjects.size() == 1);
  CHECK(subjects[0].facts == FactMap{{"l1", std::string("OTHER")}});
}

TEST_CASE("A claim about no order has no position", "[compensation]") {
  Claim claim;
  claim.cause = {"SERVICE_ATTITUDE", "RUDE"};
  const auto was = SubjectsOf(claim, {}, kCny, BusinessTime::FromUnixMicros(0)).value();
  const auto is = SubjectsFrom(NamedFactsOf(was), kCny).value();
  REQUIRE(is.size() == 1);
  CHECK(is[0].order.empty());
  CHECK(is[0].facts == was[0].facts);
}

}  // namespace
}  // namespace redress::compensation
