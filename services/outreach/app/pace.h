// How far outreach has come: when the next notice or progress is due, what might be sent and is not yet. Read anew for every
// question; thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/events/pace.h"
#include "services/outreach/app/context.h"

namespace redress::outreach {

// Errors: those of the pool.
absl::StatusOr<events::PaceFacts> ReadPace(const Context& context);

}  // namespace redress::outreach
