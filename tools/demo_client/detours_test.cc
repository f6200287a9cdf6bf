#include "tools/demo_client/detours.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

namespace redress::demo {
namespace {

const BusinessTime kFrom = BusinessTime::FromUnixMicros(1'796'000'000'000'000);

TEST_CASE("Detours lie between two moments, in order, each once, and are the same for the same seed", "[detours]") {
  std::set<size_t> counts;
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    for (const int64_t gap : {2, 3, 60'000'000}) {
      const BusinessTime to = kFrom + absl::Microseconds(gap);
      const auto detours = DetoursBetween(seed, kFrom, to);
      INFO(seed << " " << gap);
      CHECK(detours == DetoursBetween(seed, kFrom, to));
      CHECK(std::is_sorted(detours.begin(), detours.end()));
      CHECK(std::set<BusinessTime>(detours.begin(), detours.end()).size() == detours.size());
      CHECK(std::all_of(detours.begin(), detours.end(), [&](BusinessTime one) { return kFrom < one && one < to; }));
      counts.insert(detours.size());
    }
  }
  CHECK(counts == std::set<size_t>{0, 1, 2, 3});
}

TEST_CASE("There are none without a seed, nor where nothing lies between", "[detours]") {
  CHECK(DetoursBetween(0, kFrom, kFrom + absl::Hours(1)).empty());
  CHECK(DetoursBetween(7, kFrom, kFrom).empty());
  CHECK(DetoursBetween(7, kFrom, kFrom + absl::Microseconds(1)).empty());
  CHECK(DetoursBetween(7, kFrom, kFrom - absl::Hours(1)).empty());
}

}  // namespace
}  // namespace redress::demo
