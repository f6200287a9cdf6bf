// Hands out sequences of complaint numbers from a block that the database reserved, so that a number costs no round trip. What
// is left of a block when the process ends is a gap, which does no harm: numbers are unique, not dense. Not thread safe.
#pragma once

#include <cstdint>

#include "absl/types/optional.h"

namespace redress::intake {

class NumberBlock {
 public:
  // Reserved: [first, first + count).
  void Refill(int64_t first, int64_t count) {
    next_ = first;
    end_ = first + count;
  }
  int64_t left() const { return end_ - next_; }
  absl::optional<int64_t> Take() { return next_ < end_ ? absl::make_optional(next_++) : absl::nullopt; }

 private:
  int64_t next_ = 0;
  int64_t end_ = 0;
};

}  // namespace redress::intake
