// Turns a batch of what intake and casework say into work items, within the consumer's transaction. An event that comes again
// changes nothing: every cause counts once, and what stands is what was told last.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/case_fold.h"

namespace redress::routing {

// Returns what is to be said. `messages` are in the order of their events; predictions and teams of tags are in them already.
absl::StatusOr<std::vector<events::NewEvent>> Receive(pqxx::work& transaction, std::vector<CaseMessage> messages,
                                                      BusinessTime now);

}  // namespace redress::routing
