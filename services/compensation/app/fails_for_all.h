// What a batch as a whole met: each of its calls alone would meet it too, and need not try.
#pragma once

#include "absl/status/status.h"

namespace redress::compensation {

inline bool FailsForAll(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
}

}  // namespace redress::compensation
