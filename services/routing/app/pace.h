// What routing has yet to do now, and when time next makes something happen: offers to be made, offers and absences that end.
// Read anew for every question; thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "libs/events/pace.h"
#include "services/routing/app/context.h"

namespace redress::routing {

// Errors: those of the pool.
absl::StatusOr<events::PaceFacts> ReadPace(const Context& context);

}  // namespace redress::routing
