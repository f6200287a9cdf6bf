// Deadlines that are over: each case with one is changed in a transaction of its own, so that one that fails stops no other. Any
// number of replicas may run this: the lock of the case decides, and who comes second finds nothing due. Thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "services/casework/app/context.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {

inline constexpr int kTimerBatch = 100;  // cases looked at in one call

// How many of the due cases after `place` were changed; `place` goes on to the last one looked at, and back to the beginning
// where no further one is due. So those that fail again and again keep nobody from being looked at. The first error, where one
// failed; the others are done all the same.
absl::StatusOr<int> RunTimers(const Context& context, DuePlace* place);

}  // namespace redress::casework
