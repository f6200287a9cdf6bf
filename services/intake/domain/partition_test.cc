#include "services/intake/domain/partition.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace redress::intake {
namespace {

ComplaintNumber Number(int64_t sequence) {
  return ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), sequence).value();
}

TEST_CASE("A customer's complaints share a partition whatever their numbers", "[intake]") {
  CHECK(ChoosePartition("0123456789abcdef", Number(1)) == ChoosePartition("0123456789abcdef", Number(2)));
}

TEST_CASE("Anonymous complaints spread over all partitions", "[intake]") {
  std::set<int> seen;
  for (int i = 0; i < 2'000; ++i) {
    const int partition = ChoosePartition("", Number(i));
    REQUIRE(partition >= 0);
    REQUIRE(partition < kPartitions);
    seen.insert(partition);
  }
  CHECK(seen.size() == kPartitions);
}

}  // namespace
}  // namespace redress::intake
