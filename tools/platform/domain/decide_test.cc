#include "tools/platform/domain/decide.h"

#include <catch2/catch.hpp>
#include <functional>

namespace redress::platform {
namespace {

using Kind = OperationKind;
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

Money Fen(int64_t fen) {
  return {fen, Currency::Cny()};
}

// Two lines, ¥60 and ¥30, ¥100 paid in all; nothing has left; a gift worth ¥20 was promised with line 1.
Facts Books() {
  Order order;
  order.id = "o1";
  order.paid = Fen(10000);
  order.refunded = Fen(0);
  for (const char* id : {"1", "2"}) {
    OrderLine line;
    line.id = id;
    line.product = "tea";
    line.quantity = 2;
    line.paid = Fen(id[0] == '1' ? 6000 : 3000);
    line.gift = Fen(id[0] == '1' ? 2000 : 0);
    line.refunded = line.gift_paid = Fen(0);
    order.lines.push_back(line);
  }
  Facts facts;
  facts.order = order;
  facts.product = Product{"tea", "s-1", Fen(3000), true, 5};
  facts.seller_known = true;
  return facts;
}

Operation Of(Kind kind, int64_t fen = 0, const std::string& line = "") {
  Operation operation;
  operation.id = "g-1";
  operation.kind = kind;
  operation.order = "o1";
  operation.line = line;
  if (fen != 0) operation.amount = Fen(fen);
  if (kind == Kind::kPayout) operation.word = "COUNTERFEIT";
  if (kind == Kind::kReshipment || kind == Kind::kExchange) operation.quantity = 1;
  return operation;
}

TEST_CASE("Refunds stay within what was paid for the line and for the order", "[platform]") {
  struct Row {
    int64_t order_refunded, line_refunded;
    std::string line;
    int64_t fen;
    bool done;
  };
  const Row rows[] = {
      {0, 0, "", 10000, true},     {0, 0, "", 10001, false}, {9999, 0, "", 1, true},      {9999, 0, "", 2, false},
      {0, 0, "1", 6000, true},     {0, 0, "1", 6001, false}, {6000, 6000, "1", 1, false}, {5999, 5999, "1", 1, true},
      {4001, 0, "1", 6000, false},  // of the line there would be enough, of the order not
      {4000, 0, "1", 6000, true},
  };
  for (const Row& row : rows) {
    Facts facts = Books();
    facts.order->refunded.minor = row.order_refunded;
    facts.order->lines[0].refunded.minor = row.line_refunded;
    const Outcome outcome = Decide(Of(Kind::kRefund, row.fen, row.line), facts, kNow);
    CHECK(outcome.failure_reason == (row.done ? "" : "OVER_PAID_AMOUNT"));
    CHECK(outcome.refund_minor == (row.done ? row.fen : 0));
  }
}

TEST_CASE("The value of a gift is paid as far as it was promised, damages without limit", "[platform]") {
  Facts facts = Books();
  Operation gift = Of(Kind::kPayout, 2000, "1");
  gift.word = "GIFT_VALUE";
  CHECK(Decide(gift, facts, kNow).gift_minor == 2000);
  facts.order->lines[0].gift_paid = Fen(1);
  CHECK(Decide(gift, facts, kNow).failure_reason == "OVER_PROMISED_AMOUNT");
  gift.line = "2";
  CHECK(Decide(gift, facts, kNow).failure_reason == "OVER_PROMISED_AMOUNT");
  CHECK(Decide(Of(Kind::kPayout, 100'000'000, "1"), facts, kNow) == Outcome{});
}

TEST_CASE("Goods are sent while the line has pieces left and the stock too; the parcel carries the operation's name",
          "[platform]") {
  for (const Kind kind : {Kind::kReshipment, Kind::kExchange}) {
    Facts facts = Books();
    Operation operation = Of(kind, 0, "1");
    operation.quantity = 2;
    const Outcome outcome = Decide(operation, facts, kNow);
    CHECK(outcome.failure_reason == "");
    CHECK(outcome.resent == 2);
    CHECK(outcome.from_stock == "tea");
    REQUIRE(outcome.parcel.has_value());
    CHECK(outcome.parcel->id == "g-1");
    CHECK(outcome.parcel->waybill == ReferenceOf(operation));
    CHECK(outcome.parcel->lines == std::vector<std::string>{"1"});
    CHECK(!outcome.parcel->ship_time.has_value());
    facts.order->lines[0].resent = 1;
    CHECK(Decide(operation, facts, kNow).failure_reason == "OVER_QUANTITY");
    facts = Books();
    facts.product->stock = 1;
    CHECK(Decide(operation, facts, kNow).failure_reason == "OUT_OF_STOCK");
    facts.product = absl::nullopt;
    CHECK(Decide(operation, facts, kNow).failure_reason == "PRODUCT_NOT_FOUND");
  }
}

TEST_CASE("What stands against an operation is told by its word", "[platform]") {
  struct Row {
    const char* reason;
    Operation operation;
    std::function<void(Facts&)> change;
  };
  Operation dollars = Of(Kind::kRefund, 1);
  dollars.amount.currency = *Currency::Parse("USD");
  Delivery left;
  left.ship_time = kNow;
  const auto nothing = [](Facts&) {};
  const auto cancelled = [](Facts& facts) { facts.order->cancelled = true; };
  const Row rows[] = {
      {"", Of(Kind::kCoupon, 5000), nothing},
      {"", Of(Kind::kAddressChange), nothing},
      {"", Of(Kind::kSupplierAction), nothing},
      {"", Of(Kind::kHrReport), [](Facts& facts) { facts.order = absl::nullopt; }},
      {"", Of(Kind::kRefund, 1), cancelled},
      {"CURRENCY_DIFFERS", dollars, nothing},
      {"LINE_NOT_FOUND", Of(Kind::kRefund, 1, "3"), nothing},
      {"LINE_NOT_FOUND", Of(Kind::kReshipment, 0, "3"), nothing},
      {"ORDER_NOT_FOUND", Of(Kind::kRefund, 1), [](Facts& facts) { facts.order = absl::nullopt; }},
      {"ORDER_NOT_FOUND", Of(Kind::kCoupon, 1), [](Facts& facts) { facts.order = absl::nullopt; }},
      {"ORDER_CANCELLED", Of(Kind::kReshipment, 0, "1"), cancelled},
      {"ORDER_CANCELLED", Of(Kind::kAddressChange), cancelled},
      {"ALREADY_SHIPPED", Of(Kind::kAddressChange), [&](Facts& facts) { facts.order->deliveries = {left}; }},
      {"SELLER_NOT_FOUND", Of(Kind::kSupplierAction), [](Facts& facts) { facts.seller_known = false; }},
      {"REFUSED", Of(Kind::kCoupon, 1), [](Facts& facts) { facts.refuse = true; }},
  };
  for (const Row& row : rows) {
    Facts facts = Books();
    row.change(facts);
    CHECK(Decide(row.operation, facts, kNow).failure_reason == row.reason);
  }
}

TEST_CASE("A refusal changes nothing", "[platform]") {
  Facts facts = Books();
  facts.refuse = true;
  for (const Kind kind : {Kind::kRefund, Kind::kCoupon, Kind::kReshipment, Kind::kAddressChange, Kind::kPayout}) {
    Outcome outcome = Decide(Of(kind, 100, "1"), facts, kNow);
    outcome.failure_reason.clear();
    CHECK(outcome == Outcome{});
  }
}

}  // namespace
}  // namespace redress::platform
