// Casework's events as the fold takes them. Pure functions.
#pragma once

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/log.h"
#include "services/routing/domain/case_news.h"

namespace redress::routing {

// What an event of casework means, without the team of its tag; nothing for one that changes no work item. INVALID_ARGUMENT,
// reason BAD_EVENT.
absl::StatusOr<absl::optional<CaseNews>> CaseNewsOf(const events::Event& event);

}  // namespace redress::routing
