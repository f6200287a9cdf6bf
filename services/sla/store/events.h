// What is said of clocks, as events of the contract, in the partition of the case. Pure functions.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "libs/events/log.h"
#include "services/sla/domain/look.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {

// `sayings` in the order of Say, which is kept: what starts, or gets another target, at one moment is one event.
std::vector<events::NewEvent> EventsOf(const StoredCase& of, absl::Span<const Saying> sayings);

}  // namespace redress::sla
