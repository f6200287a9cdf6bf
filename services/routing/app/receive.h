// Turns a batch of what intake and casework say into work items, within the consumer's transaction. An event that comes again
// changes nothing: every cause counts once, and what stands is what was told last. New items are offered in the same transaction
// where a round of the assigner would offer them after it (assign_round.h).
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/app/assign_round.h"
#include "services/routing/domain/case_fold.h"

namespace redress::routing {

// What came of a batch.
struct Received {
  std::vector<events::NewEvent> said;  // to be appended, in this order
  RoundResult offers;                  // made at once
  bool for_assigner = false;           // something may be assignable that was not offered
};

// `messages` are in the order of their events; predictions and teams of tags are in them already. `assigner`: of whoever offers
// new items at once; null: they stay queued.
absl::StatusOr<Received> Receive(pqxx::work& transaction, std::vector<CaseMessage> messages, BusinessTime now,
                                 const Context* assigner = nullptr);

}  // namespace redress::routing
