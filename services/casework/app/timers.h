// Deadlines that are over: each case with one is changed in a transaction of its own, so that one that fails stops no other. Any
// number of replicas may run this: the lock of the case decides, and who comes second finds nothing due. Thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "services/casework/app/context.h"

namespace redress::casework {

// Cases looked at in one call; so many come back where more may be due.
inline constexpr int kTimerBatch = 100;

// How many cases were changed. The first error, where one failed; the others are done all the same.
absl::StatusOr<int> RunTimers(const Context& context);

}  // namespace redress::casework
