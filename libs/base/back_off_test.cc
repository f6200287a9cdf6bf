#include "libs/base/back_off.h"

#include <catch2/catch.hpp>
#include <limits>

namespace redress {
namespace {

TEST_CASE("each pause is twice the one before, up to the longest", "[base]") {
  const auto [before, pause] = GENERATE(table<int, absl::Duration>({
      {0, absl::Seconds(2)},
      {1, absl::Seconds(4)},
      {4, absl::Seconds(32)},
      {5, absl::Minutes(1)},
      {20, absl::Minutes(1)},
      {std::numeric_limits<int>::max(), absl::Minutes(1)},
  }));
  CHECK(BackOff(absl::Seconds(2), absl::Minutes(1), before) == pause);
}

TEST_CASE("a first pause above the longest is the longest", "[base]") {
  CHECK(BackOff(absl::Minutes(2), absl::Minutes(1), 0) == absl::Minutes(1));
}

}  // namespace
}  // namespace redress
