#include "services/classification/domain/correction.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("the same again is no correction, unless the model had not dared", "[classification]") {
  CHECK(Confirms({"A", "X"}, false, {"A", "X"}));
  CHECK(Confirms({"A", "X"}, false, {"A", ""}));
  CHECK_FALSE(Confirms({"A", "X"}, false, {"A", "Y"}));
  CHECK_FALSE(Confirms({"A", "X"}, false, {"B", "X"}));
  CHECK_FALSE(Confirms({"A", "X"}, true, {"A", "X"}));
}

TEST_CASE("about a third is held out, always the same third", "[classification]") {
  int held_out = 0;
  for (int i = 0; i < 3000; ++i) {
    const ComplaintNumber number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), i).value();
    held_out += IsHeldOut(number);
    CHECK(IsHeldOut(number) == IsHeldOut(ComplaintNumber::Parse(number.ToString()).value()));
  }
  CHECK(held_out > 900);
  CHECK(held_out < 1100);
}

}  // namespace
}  // namespace redress::classification
