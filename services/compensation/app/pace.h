// What compensation owes now: grants that the platform is yet to be asked for, or has yet to say how they ended. It has no timers
// of its own. Read anew for every question; thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/events/pace.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

// Errors: those of the pool.
absl::StatusOr<events::PaceFacts> ReadPace(const Context& context);

}  // namespace redress::compensation
