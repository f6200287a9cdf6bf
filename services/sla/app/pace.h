// When time moves a clock next. Read anew for every question; thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/events/pace.h"
#include "services/sla/app/context.h"

namespace redress::sla {

// Errors: those of the pool.
absl::StatusOr<events::PaceFacts> ReadPace(const Context& context);

}  // namespace redress::sla
