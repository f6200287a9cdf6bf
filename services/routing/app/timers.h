// What happens because time has passed: offers that nobody answered, and items of agents who are away, go back to the queue. The
// due times are rows found by index; an event carries the time at which it was due, however late this runs. Nothing here depends
// on a process having stayed up.
#pragma once

#include "absl/status/statusor.h"
#include "services/routing/app/context.h"

namespace redress::routing {

// At most so many of each kind go back at once; where that was reached there may be more.
inline constexpr int kTimerBatch = 500;

// Returns how many items went back to the queue.
absl::StatusOr<int> RunTimers(const Context& context);

}  // namespace redress::routing
