// Intake's events as the fold takes them. Pure functions.
#pragma once

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/log.h"
#include "services/routing/domain/intake_fold.h"

namespace redress::routing {

// What an event of intake means, without its prediction; nothing for one that changes no work item. INVALID_ARGUMENT, reason
// BAD_EVENT.
absl::StatusOr<absl::optional<CaseInput>> CaseInputOf(const events::Event& event);

}  // namespace redress::routing
