// Turns a batch of intake's events, with their predictions, into work items, within the consumer's transaction. An event that
// comes again changes nothing: every cause counts once.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/intake_fold.h"

namespace redress::routing {

// Returns what is to be said. `inputs` are in the order of their events.
absl::StatusOr<std::vector<events::NewEvent>> Receive(pqxx::work& transaction, absl::Span<const CaseInput> inputs,
                                                      BusinessTime now);

}  // namespace redress::routing
