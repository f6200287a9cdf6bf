// What casework has yet to do now, and when its next deadline decides something: steps to be begun, outcomes to be heard. Read
// anew for every question; thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/events/pace.h"
#include "services/casework/app/context.h"

namespace redress::casework {

// Errors: those of the pool.
absl::StatusOr<events::PaceFacts> ReadPace(const Context& context);

}  // namespace redress::casework
