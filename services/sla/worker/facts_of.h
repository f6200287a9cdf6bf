// What the events of others mean for clocks: from the contract to facts. Nothing is decided here: what a fact starts or stops is
// in domain/plans.h. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {

// Full names of the messages that mean something.
std::vector<std::string> TypesRead();

// Nothing for an event that moves no clock. INVALID_ARGUMENT, reason BAD_EVENT, for one that cannot be read.
absl::StatusOr<std::vector<CaseFact>> FactsOf(const events::Event& event);

}  // namespace redress::sla
