// One round of the assigner: load the agents and the queued items for whom there is room, decide in memory, claim the places of
// the whole batch at once, and commit offers, decisions and events together. Any number of replicas may run it at the same time:
// the claim's constraints decide, and who loses a place plans anew in the next round. The transaction that makes items runs one
// for them itself, where little else waits (docs/decisions/0032).
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/app/context.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

struct RoundResult {
  int offered = 0;
  int lost = 0;                        // planned, and claimed by somebody else meanwhile
  bool busy = false;                   // another replica holds the lease: try again soon
  bool more = false;                   // a batch was full: run again at once
  std::vector<absl::Duration> waited;  // of each offered item, since the complaint was received
};

absl::StatusOr<RoundResult> AssignRound(const Context& context);

// A round within the transaction that makes `fresh`, before it inserts them: they and what is queued, in one order, so that
// nothing overtakes what waits. Those that are given something become what they are then; the others stay queued, for the
// assigner, as all do where another one holds the lease or more is queued than one round takes. `said` gets the offers; the
// caller appends them.
absl::StatusOr<RoundResult> OfferFresh(pqxx::work& transaction, const Context& context, BusinessTime now,
                                       std::vector<WorkItem>* fresh, std::vector<events::NewEvent>* said);

// How many offers a round would make now, itself making none; 1 also while another one is at it. So whoever steps the time knows
// that everything that can be given has been given.
absl::StatusOr<int> CountOffersDue(const Context& context);

}  // namespace redress::routing
