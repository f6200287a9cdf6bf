// Each fault of the reference platform does what it says, and nothing else.
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "tests/component/platform_fixture.h"

namespace redress::test {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr auto kSucceeded = pv1::Operation::STATE_SUCCEEDED;

TEST_CASE("Down: no method answers, nothing is done, and the control service still does", "[platform]") {
  Shop shop;
  shop.PutOrder("down");
  shop.SetFault(Fault::KIND_DOWN, 3);
  CHECK(ReasonOf(shop.Create(Shop::Refund("down-1", "down", "1", 100)).status()) == "PLATFORM_DOWN");
  CHECK(ReasonOf(shop.Get("down-1").status()) == "PLATFORM_DOWN");
  pv1::GetOrderRequest request;
  request.set_name("orders/down");
  CHECK(absl::IsUnavailable(shop.Call(&Platform::Stub::GetOrder, request).status()));
  CHECK(shop.Hits(Fault::KIND_DOWN) == 3);
  CHECK(ReasonOf(shop.Get("down-1").status()) == "OPERATION_NOT_FOUND");
  shop.SetFault(Fault::KIND_DOWN, 0);
  for (int i = 0; i < 5; ++i) CHECK(absl::IsUnavailable(shop.Get("down-1").status()));
  shop.ClearFaults();
  CHECK(shop.Create(Shop::Refund("down-1", "down", "1", 100))->state() == kSucceeded);
}

TEST_CASE("Slow: the answer comes after the delay, and a caller who does not wait so long has asked for nothing", "[platform]") {
  Shop shop;
  shop.PutOrder("slow");
  shop.SetFault(Fault::KIND_SLOW, 1, absl::Seconds(30));
  pv1::CreateOperationRequest request;
  *request.mutable_operation() = Shop::Refund("slow-1", "slow", "1", 100);
  const auto impatient = shop.CallAs<Platform>("services/compensation", "SERVICE", &Platform::Stub::CreateOperation, request,
                                               absl::Milliseconds(300));
  CHECK(absl::IsDeadlineExceeded(impatient.status()));
  CHECK(ReasonOf(shop.Get("slow-1").status()) == "OPERATION_NOT_FOUND");
  shop.SetFault(Fault::KIND_SLOW, 1, absl::Seconds(1));
  const MachineTime start = MachineClock::Now();
  CHECK(shop.Create(Shop::Refund("slow-1", "slow", "1", 100))->state() == kSucceeded);
  CHECK(MachineClock::Now() - start >= absl::Seconds(1));
}

TEST_CASE("Error before: the caller hears UNAVAILABLE and the operation was never received", "[platform]") {
  Shop shop;
  shop.PutOrder("before");
  shop.SetFault(Fault::KIND_ERROR_BEFORE, 1, absl::ZeroDuration(), "refund");
  CHECK(shop.Create(Shop::Coupon("before-0", "before", 100))->state() == kSucceeded);
  CHECK(ReasonOf(shop.Create(Shop::Refund("before-1", "before", "1", 100)).status()) == "NOT_TAKEN");
  CHECK(ReasonOf(shop.Get("before-1").status()) == "OPERATION_NOT_FOUND");
  CHECK(shop.Create(Shop::Refund("before-1", "before", "1", 100))->state() == kSucceeded);
  CHECK(shop.Order("before").refunded().amount_minor() == 100);
}

TEST_CASE("Error after: the caller hears UNAVAILABLE and the operation is done, once", "[platform]") {
  Shop shop;
  shop.PutOrder("after");
  shop.SetFault(Fault::KIND_ERROR_AFTER, 2);
  for (int i = 0; i < 2; ++i) {
    const auto answer = shop.Create(Shop::Refund("after-1", "after", "1", 100));
    CHECK(absl::IsUnavailable(answer.status()));
    CHECK(ReasonOf(answer.status()) == "ANSWER_LOST");
  }
  CHECK(shop.Get("after-1")->state() == kSucceeded);
  CHECK(shop.Create(Shop::Refund("after-1", "after", "1", 100))->state() == kSucceeded);
  CHECK(shop.Order("after").refunded().amount_minor() == 100);
}

TEST_CASE("Refuse: a new operation fails for good, one that is known does not use the fault up", "[platform]") {
  Shop shop;
  shop.PutOrder("refuse");
  REQUIRE(shop.Create(Shop::Refund("refuse-0", "refuse", "1", 100)).ok());
  shop.SetFault(Fault::KIND_REFUSE, 1);
  CHECK(shop.Create(Shop::Refund("refuse-0", "refuse", "1", 100))->state() == kSucceeded);
  CHECK(shop.Create(Shop::Refund("refuse-1", "refuse", "1", 100))->failure_reason() == "REFUSED");
  CHECK(shop.Create(Shop::Refund("refuse-1", "refuse", "1", 100))->failure_reason() == "REFUSED");
  CHECK(shop.Create(Shop::Refund("refuse-2", "refuse", "1", 100))->state() == kSucceeded);
  CHECK(shop.Order("refuse").refunded().amount_minor() == 200);
}

TEST_CASE("Late: a new operation stays pending for so long of business time", "[platform]") {
  Shop shop;
  shop.PutOrder("late");
  shop.SetFault(Fault::KIND_LATE, 1, absl::Hours(1));
  CHECK(shop.Create(Shop::Refund("late-1", "late", "1", 100))->state() == pv1::Operation::STATE_PENDING);
  CHECK(shop.Create(Shop::Refund("late-2", "late", "1", 100))->state() == kSucceeded);
  shop.Advance(absl::Hours(1));
  CHECK(Eventually(kPatience, [&] { return shop.Get("late-1")->state() == kSucceeded; }));
}

TEST_CASE("Ends are reported to their requester: once, twice, or not at all, as the faults say", "[platform]") {
  Shop shop;
  shop.PutOrder("told");
  shop.SetFault(Fault::KIND_LOST_REPORT, 1);
  REQUIRE(shop.Create(Shop::Coupon("told-lost", "told", 1)).ok());
  shop.SetFault(Fault::KIND_DUPLICATE_REPORT, 1);
  REQUIRE(shop.Create(Shop::Coupon("told-twice", "told", 1)).ok());
  REQUIRE(shop.Create(Shop::Coupon("told-once", "told", 1)).ok());
  pv1::CreateOperationRequest of_another;
  *of_another.mutable_operation() = Shop::Coupon("told-nobody", "told", 1);
  REQUIRE(shop.CallAs<Platform>("services/outreach", "SERVICE", &Platform::Stub::CreateOperation, of_another).ok());
  REQUIRE(shop.Create(Shop::Coupon("told-last", "told", 1)).ok());
  REQUIRE(Eventually(kPatience, [&] { return shop.ear().heard("told-last") == 1 && shop.ear().heard("told-twice") == 2; }));
  CHECK(shop.ear().heard("told-once") == 1);
  CHECK(shop.ear().attempts("told-lost") == 0);
  CHECK(shop.ear().attempts("told-nobody") == 0);
}

TEST_CASE("A report that is not taken is told again, also after a restart", "[platform]") {
  Shop shop;
  shop.PutOrder("deaf");
  shop.ear().SetDeaf(true);
  REQUIRE(shop.Create(Shop::Coupon("deaf-1", "deaf", 1)).ok());
  REQUIRE(Eventually(kPatience, [&] { return shop.ear().attempts("deaf-1") >= 1; }));
  shop.Restart();
  shop.ear().SetDeaf(false);
  REQUIRE(Eventually(kPatience, [&] { return shop.ear().heard("deaf-1") == 1; }));
}

TEST_CASE("A listener that hears nothing keeps no other from hearing", "[platform]") {
  Shop shop;
  shop.PutOrder("alone");
  shop.ear().SetDeaf(true);
  REQUIRE(shop.Create(Shop::Coupon("alone-deaf", "alone", 1)).ok());
  REQUIRE(Eventually(kPatience, [&] { return shop.ear().attempts("alone-deaf") >= 1; }));
  pv1::CreateOperationRequest of_casework;
  *of_casework.mutable_operation() = Shop::Coupon("alone-heard", "alone", 1);
  REQUIRE(shop.CallAs<Platform>("services/casework", "SERVICE", &Platform::Stub::CreateOperation, of_casework).ok());
  REQUIRE(Eventually(kPatience, [&] { return shop.other_ear().heard("alone-heard") == 1; }));
  CHECK(shop.ear().heard("alone-deaf") == 0);
  CHECK(shop.other_ear().attempts("alone-deaf") == 0);
}

TEST_CASE("A service that there is no way to tell is refused at the start, by name", "[platform]") {
  rpc::HostConfig host;
  auto process = rpc::Process::Create(host).value();
  platform::Config config;
  config.platform.report_to = "compensation, outreach";
  const absl::Status bound = process->Bind("platform", [&](rpc::Host& h) { return platform::Bind(config, h); });
  CHECK(ReasonOf(bound) == "NO_REPORT_CLIENT");
  CHECK(std::string(bound.message()).find("outreach") != std::string::npos);
}

}  // namespace
}  // namespace redress::test
