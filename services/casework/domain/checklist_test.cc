#include "services/casework/domain/checklist.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using Delivery = Claims::Delivery;
using Parcel = DeliveryFacts::State;
using R = CheckResult;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const BusinessTime kYesterday = kNow - absl::Hours(24);
const BusinessTime kTomorrow = kNow + absl::Hours(24);

OrderFacts OrderOf(int64_t fen = 9'900, std::vector<DeliveryFacts> deliveries = {}) {
  OrderFacts order;
  order.answer = OrderFacts::Answer::kFound;
  order.paid = true;
  order.paid_amount = {fen, Currency::Cny()};
  order.products = {"p-1", "p-2"};
  order.deliveries = std::move(deliveries);
  return order;
}

R ResultOf(const Checklist& list, CheckKind kind) {
  return list[static_cast<size_t>(kind) - 1].result;
}

R FilledDelivery(Delivery claim, std::vector<DeliveryFacts> deliveries) {
  Claims claims;
  claims.delivery = claim;
  return ResultOf(Fill(NewChecklist(), claims, {OrderOf(1, std::move(deliveries))}, kNow), CheckKind::kDeliveryRecord);
}

TEST_CASE("A new checklist has every item once, and none is answered", "[casework]") {
  const Checklist list = NewChecklist();
  for (size_t i = 0; i < list.size(); ++i) {
    CHECK(list[i].kind == kWords<CheckKind>[i].value);
    CHECK(list[i].result == R::kOpen);
  }
  CHECK_FALSE(IsComplete(list));
}

TEST_CASE("A checklist is complete when no item is open or unknown, whatever the answers are", "[casework]") {
  for (const Named<R>& result : kWords<R>) {
    for (size_t at = 0; at < 4; ++at) {
      Checklist list = NewChecklist();
      for (CheckItem& item : list) item.result = R::kConfirmed;
      list[at].result = result.value;
      CHECK(IsComplete(list) == (result.value != R::kOpen && result.value != R::kUnknown));
    }
  }
}

TEST_CASE("Orders are confirmed when all are found; one that is missing contradicts, silence leaves it open", "[casework]") {
  OrderFacts missing, silent;
  missing.answer = OrderFacts::Answer::kMissing;
  silent.answer = OrderFacts::Answer::kUnavailable;
  const auto [orders, order_result, transaction_result] = GENERATE_COPY(table<std::vector<OrderFacts>, R, R>({
      {{}, R::kUnknown, R::kUnknown},
      {{OrderOf()}, R::kConfirmed, R::kConfirmed},
      {{OrderOf(), OrderOf()}, R::kConfirmed, R::kConfirmed},
      {{OrderOf(), missing}, R::kContradicted, R::kUnknown},
      {{missing, silent}, R::kContradicted, R::kUnknown},
      {{OrderOf(), silent}, R::kUnknown, R::kUnknown},
  }));
  const Checklist list = Fill(NewChecklist(), Claims(), orders, kNow);
  CHECK(ResultOf(list, CheckKind::kOrder) == order_result);
  CHECK(ResultOf(list, CheckKind::kTransaction) == transaction_result);
}

TEST_CASE("A transaction is compared with what the customer says was paid", "[casework]") {
  Claims claims;
  const std::vector<OrderFacts> two = {OrderOf(9'900), OrderOf(100)};
  const auto result = [&] { return ResultOf(Fill(NewChecklist(), claims, two, kNow), CheckKind::kTransaction); };
  claims.amount_paid = Money{10'000, Currency::Cny()};
  CHECK(result() == R::kConfirmed);
  claims.amount_paid = Money{9'999, Currency::Cny()};
  CHECK(result() == R::kContradicted);
  claims.amount_paid = Money{10'000, *Currency::Parse("USD")};
  CHECK(result() == R::kContradicted);
  OrderFacts unpaid = OrderOf();
  unpaid.paid = false;
  CHECK(ResultOf(Fill(NewChecklist(), Claims(), {unpaid}, kNow), CheckKind::kTransaction) == R::kContradicted);
  OrderFacts dollars = OrderOf();
  dollars.paid_amount.currency = *Currency::Parse("USD");
  CHECK(ResultOf(Fill(NewChecklist(), Claims(), {OrderOf(), dollars}, kNow), CheckKind::kTransaction) == R::kUnknown);
}

TEST_CASE("Goods are for a person to judge, unless the product was never ordered or no goods are concerned", "[casework]") {
  const auto result = [](const Claims& claims, const std::vector<OrderFacts>& orders) {
    return ResultOf(Fill(NewChecklist(), claims, orders, kNow), CheckKind::kProductState);
  };
  Claims claims;
  CHECK(result(claims, {OrderOf()}) == R::kNotApplicable);
  claims.about_product = true;
  CHECK(result(claims, {OrderOf()}) == R::kUnknown);
  claims.product = "p-2";
  CHECK(result(claims, {OrderOf()}) == R::kUnknown);
  CHECK(result(claims, {}) == R::kUnknown);
  claims.product = "p-9";
  CHECK(result(claims, {OrderOf()}) == R::kContradicted);
  CHECK(result(claims, {OrderOf(), OrderFacts()}) == R::kUnknown);
}

TEST_CASE("A delivery record confirms or contradicts what the tag claims", "[casework]") {
  const DeliveryFacts on_time = {Parcel::kDelivered, kNow, kYesterday};
  const DeliveryFacts late = {Parcel::kDelivered, kYesterday, kNow};
  const DeliveryFacts overdue = {Parcel::kInTransit, kYesterday, {}};
  const DeliveryFacts under_way = {Parcel::kInTransit, kTomorrow, {}};
  const DeliveryFacts unpromised = {Parcel::kInTransit, {}, {}};
  const DeliveryFacts lost = {Parcel::kLost, kYesterday, {}};
  const auto [claim, parcels, result] = GENERATE_COPY(table<Delivery, std::vector<DeliveryFacts>, R>({
      {Delivery::kNone, {}, R::kNotApplicable},
      {Delivery::kNone, {late}, R::kNotApplicable},
      {Delivery::kNotShipped, {}, R::kConfirmed},
      {Delivery::kNotShipped, {under_way}, R::kContradicted},
      {Delivery::kLate, {}, R::kUnknown},
      {Delivery::kLate, {on_time}, R::kContradicted},
      {Delivery::kLate, {on_time, late}, R::kConfirmed},
      {Delivery::kLate, {overdue}, R::kConfirmed},
      {Delivery::kLate, {under_way}, R::kContradicted},
      {Delivery::kLate, {unpromised}, R::kUnknown},
      {Delivery::kLost, {}, R::kUnknown},
      {Delivery::kLost, {lost}, R::kConfirmed},
      {Delivery::kLost, {on_time, lost}, R::kConfirmed},
      {Delivery::kLost, {on_time}, R::kContradicted},
      {Delivery::kLost, {under_way}, R::kUnknown},
      {Delivery::kArrived, {}, R::kUnknown},
      {Delivery::kArrived, {on_time}, R::kConfirmed},
      {Delivery::kArrived, {on_time, under_way}, R::kUnknown},
  }));
  CHECK(FilledDelivery(claim, parcels) == result);
}

TEST_CASE("A delivery is unknown without orders, or while one of them is", "[casework]") {
  Claims claims;
  claims.delivery = Delivery::kNotShipped;
  CHECK(ResultOf(Fill(NewChecklist(), claims, {}, kNow), CheckKind::kDeliveryRecord) == R::kUnknown);
  CHECK(ResultOf(Fill(NewChecklist(), claims, {OrderFacts()}, kNow), CheckKind::kDeliveryRecord) == R::kUnknown);
}

TEST_CASE("Tags claim what the platform can look up", "[casework]") {
  const auto [l1, l2, delivery, product] = GENERATE(table<std::string, std::string, Delivery, bool>({
      {"PRODUCT_QUALITY", "DAMAGED", Delivery::kArrived, true},
      {"LOGISTICS", "DELAYED", Delivery::kLate, false},
      {"LOGISTICS", "LOST", Delivery::kLost, false},
      {"LOGISTICS", "WRONG_ITEM", Delivery::kArrived, true},
      {"LOGISTICS", "COURIER_CONDUCT", Delivery::kArrived, false},
      {"ORDER_PROCESSING", "NOT_SHIPPED", Delivery::kNotShipped, false},
      {"ORDER_PROCESSING", "CANCELLED_BY_SELLER", Delivery::kNotShipped, false},
      {"ORDER_PROCESSING", "MISSING_ITEM", Delivery::kArrived, true},
      {"AFTER_SALES", "RETURN_EXCHANGE", Delivery::kNone, true},
      {"AFTER_SALES", "REFUND", Delivery::kNone, false},
      {"SERVICE_ATTITUDE", "RUDE", Delivery::kNone, false},
      {"", "", Delivery::kNone, false},
  }));
  CAPTURE(l1, l2);
  CHECK(ClaimsOf(l1, l2).delivery == delivery);
  CHECK(ClaimsOf(l1, l2).about_product == product);
}

TEST_CASE("What a person said is not overwritten by the platform, what the platform said is", "[casework]") {
  Checklist list = Fill(NewChecklist(), Claims(), {}, kYesterday);
  REQUIRE(Check(&list, {CheckKind::kOrder, R::kContradicted, "another shop's", "agents/a-li", kYesterday}).ok());
  list = Fill(list, Claims(), {OrderOf()}, kNow);
  CHECK(list[0] == CheckItem{CheckKind::kOrder, R::kContradicted, "another shop's", "agents/a-li", kYesterday});
  CHECK(list[1].result == R::kConfirmed);
  CHECK(list[1].checked_by == "platform");
  CHECK(list[1].check_time == kNow);
}

TEST_CASE("A person's answer names everything that is wrong with it", "[casework]") {
  Checklist list = NewChecklist();
  for (const Named<R>& result : kWords<R>) {
    const bool answers = result.value != R::kOpen && result.value != R::kUnknown;
    CHECK(Check(&list, {CheckKind::kOrder, result.value, "seen", "agents/a-li", kNow}).ok() == answers);
  }
  CHECK(ViolationsOf(Check(&list, {CheckKind::kOrder, R::kContradicted, "", "agents/a-li", kNow}))[0].field == "finding");
  const absl::Status all = Check(&list, {static_cast<CheckKind>(9), R::kUnknown, std::string(501, 'x'), "agents/a-li", kNow});
  CHECK(ViolationsOf(all).size() == 3);
  CHECK(Check(&list, {CheckKind::kOrder, R::kContradicted, std::string(500, 'x'), "agents/a-li", kNow}).ok());
}

}  // namespace
}  // namespace redress::casework
