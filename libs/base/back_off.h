// How long to wait before something is tried again; machine time. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"

namespace redress {

// `first`, and after each pause that there was before (`before` ≥ 0) twice as long, at most `most`.
inline absl::Duration BackOff(absl::Duration first, absl::Duration most, int before) {
  return std::min(most, first * (int64_t{1} << std::min(before, 20)));
}

}  // namespace redress
