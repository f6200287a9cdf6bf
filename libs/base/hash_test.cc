#include "libs/base/hash.h"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace redress {
namespace {

TEST_CASE("The stable hash has these values for ever", "[base]") {
  const auto [text, hash] = GENERATE(table<std::string, uint64_t>({
      {"", 0xf52a15e9a9b5e89b},
      {"a", 0x02c0bdbf481420f8},
      {"customers/u-1", 0x0d814aa5b76ce360},
      {"客户", 0x7d0c0e63d47b2356},
      {"complaints/261122-00012345-21", 0x4ed52dc12c9b503b},
  }));
  CHECK(StableHash64(text) == hash);
}

TEST_CASE("The partition of a key is the same for ever", "[base]") {
  CHECK(PartitionOf("customers/u-1", 64) == 32);
  CHECK(PartitionOf("customers/u-1", 256) == 96);
  CHECK(PartitionOf("anything", 1) == 0);
}

TEST_CASE("Keys that differ little spread evenly over the partitions", "[base]") {
  std::array<int, 64> counts{};
  for (int i = 0; i < 64'000; ++i) ++counts.at(static_cast<size_t>(PartitionOf(absl::StrCat("u-", i), 64)));
  for (const int count : counts) {
    CHECK(count > 850);
    CHECK(count < 1150);
  }
}

}  // namespace
}  // namespace redress
