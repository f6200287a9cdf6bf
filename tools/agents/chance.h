// What is left to chance in a play of people, decided by the case and by what it is about: a second run of the same cases does
// the same. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "libs/base/hash.h"

namespace redress::agents {

// What of a case's name decides: of a number its sequence, for the day on which it is played is to make no difference.
inline absl::string_view SeedOf(absl::string_view case_name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(case_name, '-');
  return parts.size() == 3 ? parts[1] : case_name;
}

// A number from 0 to `bound` − 1.
inline int Pick(absl::string_view case_name, absl::string_view what, int bound) {
  return static_cast<int>(StableHash64(absl::StrCat(SeedOf(case_name), "/", what)) % static_cast<uint64_t>(bound));
}

// True for `percent` of all cases.
inline bool Chance(absl::string_view case_name, absl::string_view what, int percent) {
  return Pick(case_name, what, 100) < percent;
}

}  // namespace redress::agents
