// The reference platform does what its contract says: once per name, within its money rules, also at the same instant and after a
// restart.
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "libs/base/error.h"
#include "redress/events/v1/pace.grpc.pb.h"
#include "tests/component/platform_fixture.h"

namespace redress::test {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr auto kSucceeded = pv1::Operation::STATE_SUCCEEDED;
constexpr auto kFailed = pv1::Operation::STATE_FAILED;
constexpr auto kPending = pv1::Operation::STATE_PENDING;

// `body(i)` for i in 0 … count − 1, all at once.
void AtOnce(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&, i] { body(i); });
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("Fifty identical calls at once are one operation, and another body or requester under its name is refused",
          "[platform]") {
  Shop shop;
  shop.PutOrder("once");
  std::mutex mutex;
  std::set<std::string> answers;
  AtOnce(50, [&](int) {
    const auto answer = shop.Create(Shop::Refund("once-1", "once", "1", 2500));
    const std::lock_guard<std::mutex> lock(mutex);
    answers.insert(answer.ok() ? answer->SerializeAsString() : answer.status().ToString());
  });
  REQUIRE(answers.size() == 1);
  const auto again = shop.Create(Shop::Refund("once-1", "once", "1", 2500));
  REQUIRE(again.ok());
  CHECK(again->state() == kSucceeded);
  CHECK(again->requester() == "services/compensation");
  CHECK(shop.Order("once").refunded().amount_minor() == 2500);
  CHECK(shop.List("order = \"orders/once\"").size() == 1);

  CHECK(ReasonOf(shop.Create(Shop::Refund("once-1", "once", "1", 2501)).status()) == "OPERATION_ID_REUSED");
  CHECK(ReasonOf(shop.Create(Shop::Coupon("once-1", "once", 2500)).status()) == "OPERATION_ID_REUSED");
  pv1::CreateOperationRequest request;
  *request.mutable_operation() = Shop::Refund("once-1", "once", "1", 2500);
  const auto of_another = shop.CallAs<Platform>("services/casework", "SERVICE", &Platform::Stub::CreateOperation, request);
  CHECK(ReasonOf(of_another.status()) == "OPERATION_ID_REUSED");
  CHECK(ReasonOf(shop.Get("never").status()) == "OPERATION_NOT_FOUND");
}

TEST_CASE("Refunds that together exceed what was paid do not all succeed, however they meet", "[platform]") {
  Shop shop;
  for (int round = 0; round < 10; ++round) {
    const std::string order = absl::StrCat("race-", round);
    shop.PutOrder(order);
    std::atomic<int> done{0}, refused{0};
    AtOnce(4, [&](int i) {
      const auto answer = shop.Create(Shop::Refund(absl::StrCat(order, "-", i), order, "1", 2500));
      if (!answer.ok()) return;
      if (answer->state() == kSucceeded) ++done;
      if (answer->failure_reason() == "OVER_PAID_AMOUNT") ++refused;
    });
    CHECK(done == 2);
    CHECK(refused == 2);
    CHECK(shop.Order(order).lines(0).refunded().amount_minor() == 5000);
  }
  // The line has ¥10 left, the order ¥50.
  CHECK(shop.Create(Shop::Refund("race-line", "race-0", "1", 1001))->failure_reason() == "OVER_PAID_AMOUNT");
  CHECK(shop.Create(Shop::Refund("race-all", "race-0", "", 5000))->state() == kSucceeded);
  CHECK(shop.Create(Shop::Refund("race-more", "race-0", "2", 1))->failure_reason() == "OVER_PAID_AMOUNT");
  CHECK(shop.Order("race-0").state() == pv1::Order::STATE_REFUNDED);
  // What failed under a name stays failed under it.
  CHECK(shop.Create(Shop::Refund("race-line", "race-0", "1", 1001))->state() == kFailed);
}

TEST_CASE("The last piece in stock is sent once", "[platform]") {
  Shop shop;
  shop.PutOrder("stock-a");
  shop.PutOrder("stock-b");
  cv1::PutProductRequest product;
  product.mutable_product()->set_id("rare");
  product.mutable_product()->set_currency_code("CNY");
  product.mutable_product()->set_stock(1);
  shop.Arrange(&Control::Stub::PutProduct, product);
  std::atomic<int> sent{0}, out{0};
  AtOnce(2, [&](int i) {
    pv1::Operation exchange;
    exchange.set_name(absl::StrCat("operations/stock-", i));
    exchange.mutable_exchange()->set_order(i == 0 ? "orders/stock-a" : "orders/stock-b");
    exchange.mutable_exchange()->set_line("1");
    exchange.mutable_exchange()->set_quantity(1);
    exchange.mutable_exchange()->set_product("rare");
    const auto answer = shop.Create(exchange);
    if (!answer.ok()) return;
    if (answer->state() == kSucceeded) ++sent;
    if (answer->failure_reason() == "OUT_OF_STOCK") ++out;
  });
  CHECK(sent == 1);
  CHECK(out == 1);
}

TEST_CASE("A restart keeps orders, operations and what they did; what is sent again is a parcel of the order", "[platform]") {
  Shop shop;
  shop.PutOrder("kept");
  const auto refund = shop.Create(Shop::Refund("kept-1", "kept", "2", 3000)).value();
  const auto parcel = shop.Create(Shop::Reshipment("kept-2", "kept", "1", 2)).value();
  CHECK(shop.Create(Shop::Reshipment("kept-3", "kept", "1", 1))->failure_reason() == "OVER_QUANTITY");
  const pv1::Order before = shop.Order("kept");
  shop.Restart();
  CHECK(shop.Order("kept").SerializeAsString() == before.SerializeAsString());
  CHECK(shop.Get("kept-1")->SerializeAsString() == refund.SerializeAsString());
  CHECK(shop.Create(Shop::Refund("kept-1", "kept", "2", 3000))->SerializeAsString() == refund.SerializeAsString());
  REQUIRE(before.deliveries_size() == 2);
  CHECK(before.deliveries(1).waybill() == parcel.result_reference());
  CHECK(before.state() == pv1::Order::STATE_SHIPPED);
  CHECK(before.lines(1).refunded().amount_minor() == 3000);
}

TEST_CASE("An operation that takes its time stays pending until its business time has come, also over a restart", "[platform]") {
  Shop shop(absl::Hours(24));
  shop.PutOrder("later");
  CHECK(shop.Create(Shop::Refund("later-1", "later", "1", 6000))->state() == kPending);
  CHECK(shop.Create(Shop::Refund("later-2", "later", "1", 1))->state() == kPending);
  CHECK(shop.Order("later").refunded().amount_minor() == 0);
  const auto pace = [&] {
    events::v1::GetPaceRequest request;
    request.set_service("platform");
    return *shop.CallAs<events::v1::PaceService>("agents/admin", "ADMIN", &events::v1::PaceService::Stub::GetPace, request);
  };
  CHECK(pace().next_due_time().seconds() == pace().business_time().seconds() + 24 * 3600);
  CHECK(pace().pending().empty());
  shop.Restart();
  shop.Advance(absl::Hours(23));
  CHECK(shop.Get("later-1")->state() == kPending);
  shop.Advance(absl::Hours(1));
  REQUIRE(Eventually(kPatience, [&] { return shop.Get("later-2")->state() != kPending; }));
  CHECK(shop.Get("later-1")->state() == kSucceeded);
  CHECK(shop.Get("later-2")->failure_reason() == "OVER_PAID_AMOUNT");
  CHECK(Eventually(kPatience, [&] { return shop.ear().heard("later-1") == 1 && shop.ear().heard("later-2") == 1; }));
  CHECK(Eventually(kPatience, [&] { return pace().pending().empty(); }));  // the reports are not owed any more
  CHECK_FALSE(pace().has_next_due_time());
}

TEST_CASE("The books list every operation once, in the order received, as the filter asks", "[platform]") {
  Shop shop;
  shop.PutOrder("books");
  for (int i = 0; i < 20; ++i) REQUIRE(shop.Create(Shop::Refund(absl::StrCat("books-", i), "books", "1", 500)).ok());
  REQUIRE(shop.Create(Shop::Coupon("books-c", "books", 5000)).ok());
  const auto all = shop.List("order = \"orders/books\"");
  REQUIRE(all.size() == 21);
  for (int i = 0; i < 20; ++i) CHECK(all[static_cast<size_t>(i)].name() == absl::StrCat("operations/books-", i));
  const auto done = shop.List("order = \"orders/books\" AND kind = refund AND state = SUCCEEDED", 1);
  CHECK(done.size() == 12);
  int64_t sum = 0;
  for (const auto& operation : done) sum += operation.refund().amount().amount_minor();
  CHECK(sum == shop.Order("books").refunded().amount_minor());
  CHECK(shop.List("order = \"orders/books\" AND requester = \"services/casework\"").empty());
  CHECK(shop.List("order = \"orders/books\" AND create_time >= \"2999-01-01T00:00:00Z\"").empty());
  pv1::ListOperationsRequest bad;
  bad.set_filter("state = DONE");
  CHECK(ReasonOf(shop.Call(&Platform::Stub::ListOperations, bad).status()) == "INVALID_FIELDS");
}

TEST_CASE("Orders are found or named as missing, and know today's price and their customer's reach", "[platform]") {
  Shop shop;
  auto put = shop.OrderNamed("read");
  put.mutable_customer_reach()->set_follower_count(12'000);
  put.mutable_order()->mutable_lines(0)->mutable_price_now()->set_currency_code("CNY");
  put.mutable_order()->mutable_lines(0)->mutable_price_now()->set_amount_minor(5000);
  shop.Arrange(&Control::Stub::PutOrder, put);
  shop.Arrange(&Control::Stub::PutOrder, put);  // again is nothing new
  pv1::BatchGetOrdersRequest batch;
  for (const char* name : {"orders/nowhere", "orders/read", "orders/nobody"}) batch.add_names(name);
  const auto found = shop.Call(&Platform::Stub::BatchGetOrders, batch).value();
  REQUIRE(found.orders_size() == 1);
  CHECK(found.missing_size() == 2);
  CHECK(found.missing(1) == "orders/nobody");
  const pv1::Order& order = found.orders(0);
  CHECK(order.state() == pv1::Order::STATE_DELIVERED);
  CHECK(order.customer() == "customers/of-read");
  CHECK(order.lines(0).price_now().amount_minor() == 5000);
  CHECK(order.lines(0).promised_gift_value().amount_minor() == 2000);
  CHECK(!order.lines(1).has_promised_gift_value());
  pv1::GetCustomerReachRequest reach;
  reach.set_order("orders/read");
  const auto ask = [&] {
    return shop.CallAs<Platform>("services/casework", "SERVICE", &Platform::Stub::GetCustomerReach, reach);
  };
  CHECK(ask()->follower_count() == 12'000);
  reach.set_order("orders/nowhere");
  CHECK(ReasonOf(ask().status()) == "ORDER_NOT_FOUND");
  REQUIRE(shop.Create(Shop::Coupon("read-1", "read", 100)).ok());
  const auto in_use = shop.CallAs<Control>("agents/admin", "ADMIN", &Control::Stub::PutOrder, put);
  CHECK(ReasonOf(in_use.status()) == "ORDER_IN_USE");
}

TEST_CASE("Every bad field of a request is named, and strangers are kept out", "[platform]") {
  Shop shop;
  pv1::Operation bad = Shop::Refund("Bad Name", "no order", "", -1);
  const auto refused = shop.Create(bad).status();
  CHECK(ReasonOf(refused) == "INVALID_FIELDS");
  CHECK(ViolationsOf(refused).size() == 3);
  CHECK(ViolationsOf(shop.Create({}).status()).size() == 1);
  pv1::GetOrderRequest request;
  request.set_name("orders/1");
  for (const char* role : {"ADMIN", "BACKEND", "SUPERVISOR"}) {
    const auto answer = shop.CallAs<Platform>("agents/a", role, &Platform::Stub::GetOrder, request);
    CHECK(absl::IsPermissionDenied(answer.status()));
  }
  const auto routing = shop.CallAs<Platform>("services/routing", "SERVICE", &Platform::Stub::GetOrder, request);
  CHECK(absl::IsPermissionDenied(routing.status()));
  const auto control =
      shop.CallAs<Control>("services/compensation", "SERVICE", &Control::Stub::ListFaults, cv1::ListFaultsRequest());
  CHECK(absl::IsPermissionDenied(control.status()));
}

}  // namespace
}  // namespace redress::test
