// One round of the assigner: load the agents and the queued items for whom there is room, decide in memory, claim the places of
// the whole batch at once, and commit offers, decisions and events together. Any number of replicas may run it at the same time:
// the claim's constraints decide, and who loses a place plans anew in the next round.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/routing/app/context.h"

namespace redress::routing {

struct RoundResult {
  int offered = 0;
  int lost = 0;                        // planned, and claimed by somebody else meanwhile
  bool busy = false;                   // another replica holds the lease: try again soon
  bool more = false;                   // a batch was full: run again at once
  std::vector<absl::Duration> waited;  // of each offered item, since the complaint was received
};

absl::StatusOr<RoundResult> AssignRound(const Context& context);

// How many offers a round would make now, itself making none; 1 also while another one is at it. So whoever steps the time knows
// that everything that can be given has been given.
absl::StatusOr<int> CountOffersDue(const Context& context);

}  // namespace redress::routing
