// Whom the platform tells of the end of an operation. A report may come twice, late or never: whoever asked for the operation can
// ask what became of it.
#pragma once

#include "absl/status/status.h"
#include "tools/platform/domain/operation.h"

namespace redress::platform {

class Listener {
 public:
  virtual ~Listener() = default;
  // `operation` has ended. OK: taken. UNAVAILABLE and DEADLINE_EXCEEDED: told again later. Anything else: given up. Called by one
  // thread, outside any transaction; returns within a few seconds.
  virtual absl::Status OperationEnded(const Operation& operation) = 0;
};

}  // namespace redress::platform
