#include "services/compensation/domain/facts.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();
const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-22T12:00:00Z").value();

Money Fen(int64_t minor) {
  return {minor, kCny};
}

Order AnOrder() {
  Order order;
  order.name = "orders/1";
  order.pay_time = kNow - absl::Hours(100);
  order.lines = {{.id = "1", .quantity = 3, .paid = Fen(10'000), .price_now = Fen(7'000), .gift_value = {}, .category = "FOOD"},
                 {.id = "2", .quantity = 1, .paid = Fen(5'000), .price_now = {}, .gift_value = Fen(900), .perishable = true}};
  order.paid = Fen(16'000);
  order.refunded = Fen(1'000);
  order.parcels = {{.lines = {"1"}, .promised_time = kNow - absl::Hours(50), .deliver_time = {}},
                   {.lines = {"2"}, .promised_time = kNow - absl::Hours(50), .deliver_time = kNow - absl::Hours(30)}};
  return order;
}

Claim Of(std::vector<LineRef> lines) {
  return {{"LOGISTICS", "DELAYED"}, {"unsafe_food"}, std::move(lines), {}};
}

template <class T>
T Get(const Subject& subject, const std::string& fact) {
  return absl::get<T>(subject.facts.at(fact));
}

TEST_CASE("A line's facts are those of the order at this moment", "[compensation]") {
  const auto subjects = SubjectsOf(Of({{"orders/1", "1", 0}, {"orders/1", "2", 0}}), {AnOrder()}, kCny, kNow).value();
  REQUIRE(subjects.size() == 2);
  const Subject& first = subjects[0];
  CHECK(first.quantity == 3);
  CHECK(first.paid == Fen(10'000));
  CHECK(first.line_left == 10'000);
  CHECK(first.order_left == Fen(15'000));
  CHECK(Get<int64_t>(first, "hours_late") == 50);
  CHECK_FALSE(Get<bool>(first, "delivered"));
  CHECK(first.facts.count("hours_since_delivered") == 0);
  CHECK(Get<int64_t>(first, "price_drop") == 3'000);
  CHECK(Get<int64_t>(first, "hours_since_paid") == 100);
  CHECK(Get<std::string>(first, "category") == "FOOD");
  CHECK(Get<bool>(first, "unsafe_food"));
  CHECK_FALSE(Get<bool>(first, "counterfeit"));
  const Subject& second = subjects[1];
  CHECK(Get<int64_t>(second, "hours_late") == 20);
  CHECK(Get<int64_t>(second, "hours_since_delivered") == 30);
  CHECK(Get<int64_t>(second, "gift_value") == 900);
  CHECK(second.facts.count("price_drop") == 0);
  CHECK(Get<bool>(second, "perishable"));
}

TEST_CASE("Some pieces of a line have their share, down to a whole fen", "[compensation]") {
  const auto subjects = SubjectsOf(Of({{"orders/1", "1", 1}}), {AnOrder()}, kCny, kNow).value();
  CHECK(subjects[0].paid == Fen(3'333));
  CHECK(subjects[0].line_paid == Fen(10'000));
  CHECK(Get<int64_t>(subjects[0], "price_drop") == 3'333 - 2'333);
}

TEST_CASE("An order without a line stands for all of its lines", "[compensation]") {
  const auto subjects = SubjectsOf(Of({{"orders/1", "", 0}}), {AnOrder()}, kCny, kNow).value();
  REQUIRE(subjects.size() == 2);
  CHECK(subjects[0].line == "1");
  CHECK(subjects[1].line == "2");
}

TEST_CASE("A claim about no order has its own facts only", "[compensation]") {
  const auto subjects = SubjectsOf(Of({}), {}, kCny, kNow).value();
  REQUIRE(subjects.size() == 1);
  CHECK(subjects[0].order.empty());
  CHECK_FALSE(Get<bool>(subjects[0], "has_order"));
  CHECK(subjects[0].facts.count("line_paid") == 0);
}

TEST_CASE("A lost parcel counts until another one carries the line", "[compensation]") {
  Order order = AnOrder();
  order.parcels[0].lost = true;
  auto subjects = SubjectsOf(Of({{"orders/1", "1", 0}}), {order}, kCny, kNow).value();
  CHECK(Get<bool>(subjects[0], "lost"));
  order.parcels.push_back({.lines = {"1"}, .promised_time = kNow + absl::Hours(5), .deliver_time = {}});
  subjects = SubjectsOf(Of({{"orders/1", "1", 0}}), {order}, kCny, kNow).value();
  CHECK_FALSE(Get<bool>(subjects[0], "lost"));
  CHECK(Get<int64_t>(subjects[0], "hours_late") == 0);
}

TEST_CASE("Every bad line is named at once", "[compensation]") {
  Claim claim = Of({{"orders/2", "", 0}, {"orders/1", "9", 0}, {"orders/1", "1", 4}, {"orders/1", "2", 0}, {"orders/1", "2", 1}});
  claim.claimed = Money{1, Currency::Parse("USD").value()};
  const auto violations = ViolationsOf(SubjectsOf(claim, {AnOrder()}, kCny, kNow).status());
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations) fields.push_back(violation.field);
  CHECK(fields == std::vector<std::string>{"claimed", "lines[0].order", "lines[1].line", "lines[2].quantity", "lines[4]"});
}

TEST_CASE("An order in another currency is not covered", "[compensation]") {
  Order order = AnOrder();
  order.lines[1].paid.currency = Currency::Parse("USD").value();
  CHECK(ReasonOf(SubjectsOf(Of({{"orders/1", "1", 0}}), {order}, kCny, kNow).status()) == "CURRENCY_NOT_COVERED");
}

TEST_CASE("Every fact that is made has a name that policies may ask for", "[compensation]") {
  const auto subjects = SubjectsOf(Of({{"orders/1", "", 0}}), {AnOrder()}, kCny, kNow).value();
  for (const Subject& subject : subjects) {
    for (const auto& [name, value] : subject.facts) {
      const auto type = FactTypeOf(name);
      REQUIRE(type.has_value());
      CHECK(absl::holds_alternative<bool>(value) == (*type == FactType::kTruth));
      CHECK(absl::holds_alternative<int64_t>(value) == (*type == FactType::kNumber));
      CHECK((absl::holds_alternative<std::string>(value) || !TextOf(value).empty()));
    }
  }
  CHECK(TextOf(true) == "true");
  CHECK(TextOf(int64_t{-3}) == "-3");
}

}  // namespace
}  // namespace redress::compensation
