#include "tools/demo_client/detours.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"

namespace redress::demo {
namespace {

constexpr uint32_t kDetoursMax = 3;
constexpr uint32_t kGapsOfOne = 3;  // every third gap or so has detours: a week has a thousand, and each takes machine time

uint64_t Draw(uint32_t seed, BusinessTime from, uint32_t index) {
  return StableHash64(absl::StrCat(seed, "/", from.micros(), "/", index));
}

}  // namespace

std::vector<BusinessTime> DetoursBetween(uint32_t seed, BusinessTime from, BusinessTime to) {
  const int64_t between = to.micros() - from.micros() - 1;
  if (seed == 0 || between <= 0) return {};
  std::vector<BusinessTime> detours;
  const uint64_t drawn = Draw(seed, from, 0) % (kGapsOfOne * kDetoursMax);
  const uint64_t count = drawn < kDetoursMax ? drawn + 1 : 0;
  detours.reserve(count);
  for (uint32_t i = 1; i <= count; ++i) {
    const auto after = static_cast<int64_t>(Draw(seed, from, i) % static_cast<uint64_t>(between));
    detours.push_back(from + absl::Microseconds(after + 1));
  }
  std::sort(detours.begin(), detours.end());
  detours.erase(std::unique(detours.begin(), detours.end()), detours.end());
  return detours;
}

}  // namespace redress::demo
