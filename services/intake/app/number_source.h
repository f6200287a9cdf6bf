// Sequences for complaint numbers, shared by the committing threads of a process, so that later complaints get later numbers.
// Reserves a block when the one before is used up. Thread safe.
#pragma once

#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "services/intake/domain/numbers.h"
#include "services/intake/store/complaint_writer.h"

namespace redress::intake {

class NumberSource {
 public:
  explicit NumberSource(ComplaintWriter& writer) : writer_(writer) {}

  // `count` sequences, ascending but for the step to another block. UNAVAILABLE where a block is needed and cannot be reserved.
  absl::StatusOr<std::vector<int64_t>> Take(size_t count) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<int64_t> sequences;
    sequences.reserve(count);
    while (sequences.size() < count) {
      if (block_.left() == 0) {
        ASSIGN_OR_RETURN(const int64_t first, writer_.ReserveNumbers());
        block_.Refill(first, kNumberBlock);
      }
      sequences.push_back(*block_.Take());
    }
    return sequences;
  }

 private:
  ComplaintWriter& writer_;
  std::mutex mutex_;
  NumberBlock block_;
};

}  // namespace redress::intake
