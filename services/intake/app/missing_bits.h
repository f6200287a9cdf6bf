// The items of missing_information.h as a bit set, the form in which they are stored. Pure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::intake {

// The order is stored: append only.
inline constexpr std::array<absl::string_view, 5> kMissingItems = {"contact", "order_numbers", "remedy_sought", "event_time",
                                                                   "evidence"};

inline int BitsOfMissing(const std::vector<std::string>& names) {
  int bits = 0;
  for (size_t i = 0; i < kMissingItems.size(); ++i) {
    for (const std::string& name : names) bits |= name == kMissingItems[i] ? 1 << i : 0;
  }
  return bits;
}

inline std::vector<std::string> NamesOfMissing(int bits) {
  std::vector<std::string> names;
  for (size_t i = 0; i < kMissingItems.size(); ++i) {
    if ((bits >> i & 1) != 0) names.emplace_back(kMissingItems[i]);
  }
  return names;
}

}  // namespace redress::intake
