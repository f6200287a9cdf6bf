#include "tools/platform/domain/fault.h"

#include <catch2/catch.hpp>

namespace redress::platform {
namespace {

Fault Of(FaultKind kind) {
  Fault fault;
  fault.kind = kind;
  return fault;
}

TEST_CASE("A fault with a count strikes so often and never again", "[platform]") {
  FaultSet set;
  Fault fault = Of(FaultKind::kRefuse);
  fault.count = 2;
  set.Set(fault);
  CHECK(set.Strike(FaultKind::kRefuse, "refund", 0.99).has_value());
  CHECK(set.Strike(FaultKind::kRefuse, "coupon", 0.99).has_value());
  CHECK(!set.Strike(FaultKind::kRefuse, "refund", 0).has_value());
  REQUIRE(set.List().size() == 1);
  CHECK(set.List()[0].hits == 2);
  CHECK(set.List()[0].count == 0);
}

TEST_CASE("A fault with a probability strikes where chance is below it", "[platform]") {
  FaultSet set;
  Fault fault = Of(FaultKind::kDown);
  fault.probability = 0.25;
  set.Set(fault);
  CHECK(set.Strike(FaultKind::kDown, "", 0.2499).has_value());
  CHECK(!set.Strike(FaultKind::kDown, "", 0.25).has_value());
  CHECK(set.List()[0].hits == 1);
}

TEST_CASE("A fault with neither strikes always, until it is cleared", "[platform]") {
  FaultSet set;
  set.Set(Of(FaultKind::kErrorAfter));
  for (int i = 0; i < 5; ++i) CHECK(set.Strike(FaultKind::kErrorAfter, "refund", 0.999).has_value());
  CHECK(!set.Strike(FaultKind::kErrorBefore, "refund", 0).has_value());
  set.Clear();
  CHECK(!set.Strike(FaultKind::kErrorAfter, "refund", 0).has_value());
  CHECK(set.List().empty());
}

TEST_CASE("A fault of one kind of operation passes over the others and is not used up by them", "[platform]") {
  FaultSet set;
  Fault fault = Of(FaultKind::kRefuse);
  fault.count = 1;
  fault.operation_kind = "coupon";
  set.Set(fault);
  CHECK(!set.Strike(FaultKind::kRefuse, "refund", 0).has_value());
  CHECK(set.Strike(FaultKind::kRefuse, "coupon", 0).has_value());
}

TEST_CASE("Setting a fault again begins anew", "[platform]") {
  FaultSet set;
  Fault fault = Of(FaultKind::kSlow);
  fault.delay = absl::Seconds(1);
  set.Set(fault);
  set.Strike(FaultKind::kSlow, "", 0);
  fault.delay = absl::Seconds(2);
  set.Set(fault);
  CHECK(set.List()[0].hits == 0);
  CHECK(set.Strike(FaultKind::kSlow, "", 0)->delay == absl::Seconds(2));
}

TEST_CASE("What a fault may say", "[platform]") {
  const auto fields = [](const Fault& fault) {
    Violations violations;
    CheckFault(fault, &violations);
    std::vector<std::string> found;
    for (const FieldViolation& violation : violations.all()) found.push_back(violation.field);
    return found;
  };
  using Fields = std::vector<std::string>;
  CHECK(fields(Of(FaultKind::kDown)).empty());
  Fault fault = Of(FaultKind::kRefuse);
  fault.operation_kind = "refund";
  fault.count = 1;
  CHECK(fields(fault).empty());
  fault.count = 0;
  CHECK(fields(fault) == Fields{"fault.count"});
  fault = Of(FaultKind::kDown);
  for (const double bad : {0.0, -1.0, 1.1}) {
    fault.probability = bad;
    CHECK(fields(fault) == Fields{"fault.probability"});
  }
  CHECK(fields(Of(FaultKind::kSlow)) == Fields{"fault.delay"});
  CHECK(fields(Of(FaultKind::kLate)) == Fields{"fault.delay"});
  fault = Of(FaultKind::kRefuse);
  fault.delay = absl::Seconds(1);
  CHECK(fields(fault) == Fields{"fault.delay"});
  fault = Of(FaultKind::kSlow);
  fault.delay = absl::Seconds(61);
  CHECK(fields(fault) == Fields{"fault.delay"});
  fault = Of(FaultKind::kLate);
  fault.delay = absl::Hours(31 * 24);
  CHECK(fields(fault) == Fields{"fault.delay"});
  fault = Of(FaultKind::kDown);
  fault.operation_kind = "refund";
  CHECK(fields(fault) == Fields{"fault.operation_kind"});
  fault = Of(FaultKind::kRefuse);
  fault.operation_kind = "gift";
  CHECK(fields(fault) == Fields{"fault.operation_kind"});
}

}  // namespace
}  // namespace redress::platform
