// What casework verifies of complaints: order numbers and sums in clear, no text and nobody's name, recorded before they are
// given.
#include <catch2/catch.hpp>

#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;

v1::SubmitComplaintRequest WithOrders() {
  v1::SubmitComplaintRequest request = Good("原文");
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint.add_orders("O-2");
  complaint.add_orders("O-1");
  complaint.set_product("p-7");
  complaint.mutable_amount_paid()->set_currency_code("CNY");
  complaint.mutable_amount_paid()->set_amount_minor(12'900);
  complaint.mutable_customer()->set_phone("13812345678");
  return request;
}

std::string Absent() {
  return "complaints/" + ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), 1).value().ToString();
}

TEST_CASE("Casework reads the orders of complaints, aligned with what it asked, and each call is recorded", "[intake]") {
  Intake intake;
  const auto with = intake.Submit(WithOrders());
  const auto without = intake.Submit(Good());
  REQUIRE(with.ok());
  REQUIRE(without.ok());
  v1::BatchReadOrdersRequest request;
  for (const std::string& name : {without->name(), Absent(), with->name(), with->name()}) request.add_complaints(name);
  const auto orders = intake.Call(kCasework, &Stub::BatchReadOrders, request);
  REQUIRE(orders.ok());
  REQUIRE(orders->complaints_size() == 4);
  for (int i = 0; i < 4; ++i) CHECK(orders->complaints(i).complaint() == request.complaints(i));
  CHECK(orders->complaints(0).found());
  CHECK(orders->complaints(0).orders().empty());
  CHECK_FALSE(orders->complaints(0).has_amount_paid());
  CHECK_FALSE(orders->complaints(1).found());
  for (const int i : {2, 3}) {
    const auto& read = orders->complaints(i);
    CHECK(std::vector<std::string>(read.orders().begin(), read.orders().end()) == std::vector<std::string>{"O-2", "O-1"});
    CHECK(read.amount_paid().currency_code() == "CNY");
    CHECK(read.amount_paid().amount_minor() == 12'900);
    CHECK(read.product() == "p-7");
  }
  CHECK(intake.Ask("SELECT reader || '/' || purpose || '/' || cardinality(numbers) FROM personal_data_access") ==
        "services/casework/VERIFY/2");
}

TEST_CASE("Only casework and outreach read orders, of 1 to 100 complaints with right names", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(WithOrders());
  REQUIRE(stored.ok());
  v1::BatchReadOrdersRequest request;
  CHECK(FieldsOf(intake.Call(kCasework, &Stub::BatchReadOrders, request).status()) == std::vector<std::string>{"complaints"});
  request.add_complaints(stored->name());
  for (const As& as : {kClassification, kSupervisor, kAgent, kShop, kMail}) {
    INFO(as.subject);
    CHECK(intake.Call(as, &Stub::BatchReadOrders, request).status().code() == absl::StatusCode::kPermissionDenied);
  }
  CHECK(intake.Call(kNobody, &Stub::BatchReadOrders, request).status().code() == absl::StatusCode::kUnauthenticated);
  request.add_complaints("x");
  CHECK(FieldsOf(intake.Call(kCasework, &Stub::BatchReadOrders, request).status()) == std::vector<std::string>{"complaints[1]"});
  request.clear_complaints();
  for (int i = 0; i < 101; ++i) request.add_complaints(stored->name());
  CHECK(FieldsOf(intake.Call(kCasework, &Stub::BatchReadOrders, request).status()) == std::vector<std::string>{"complaints"});
  CHECK(intake.Count("personal_data_access") == 0);
  request.clear_complaints();
  request.add_complaints(stored->name());
  CHECK(intake.Call(kOutreach, &Stub::BatchReadOrders, request).ok());
  CHECK(intake.Ask("SELECT reader FROM personal_data_access") == "services/outreach");
}

TEST_CASE("Of what was erased no orders are read, and nothing is recorded", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(WithOrders());
  intake.Ask("DELETE FROM data_key RETURNING 1");
  v1::BatchReadOrdersRequest request;
  request.add_complaints(stored->name());
  const auto orders = intake.Call(kCasework, &Stub::BatchReadOrders, request);
  REQUIRE(orders.ok());
  CHECK_FALSE(orders->complaints(0).found());
  CHECK(orders->complaints(0).orders().empty());
  CHECK_FALSE(orders->complaints(0).has_amount_paid());
  CHECK(intake.Count("personal_data_access") == 0);
}

}  // namespace
}  // namespace redress::intake::test
