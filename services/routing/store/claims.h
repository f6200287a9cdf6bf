// The one way to an owner: a place of an agent is claimed by an insert that two unique indexes guard (one owner an item, one item
// a place, places 1 … case limit). Whoever loses a race gets no row; nothing is ever counted and then updated. Claims always go
// for the lowest free place, so that concurrent ones meet in it; hence a limit that was lowered below what an agent has (and the
// places above it) cannot be overrun either.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/moves.h"
#include "services/routing/domain/plan.h"

namespace redress::routing {

// A planned offer with the change that it makes of its item.
struct OfferClaim {
  const PlannedOffer* planned = nullptr;
  Change change;
};

// Claims the places of a whole batch by one statement; an agent who has gone or whose limit fell meanwhile gets nothing. Returns
// the ids of the items that won; the others stay as they are.
absl::flat_hash_set<std::string> ClaimOffers(pqxx::transaction_base& transaction, absl::Span<const OfferClaim> claims,
                                             BusinessTime now);

// Claims any free place of `change.claim_for`, offered or accepted as `change.next` is. FAILED_PRECONDITION, reason AT_CAPACITY.
absl::Status ClaimAnyPlace(pqxx::transaction_base& transaction, const Change& change, BusinessTime now);

}  // namespace redress::routing
