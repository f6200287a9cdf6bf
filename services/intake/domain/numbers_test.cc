#include "services/intake/domain/numbers.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

TEST_CASE("A block gives each of its numbers once, then none", "[intake]") {
  NumberBlock block;
  CHECK_FALSE(block.Take().has_value());
  block.Refill(1'000, 3);
  CHECK(block.left() == 3);
  CHECK(block.Take() == 1'000);
  CHECK(block.Take() == 1'001);
  CHECK(block.Take() == 1'002);
  CHECK_FALSE(block.Take().has_value());
}

}  // namespace
}  // namespace redress::intake
