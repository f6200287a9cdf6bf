// Why items went where they went: insert-only, with every input of the decision, so that it can be shown and replayed. SQL
// failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "services/routing/domain/plan.h"

namespace redress::routing {

// Stores what one round decided at `now`, each item once. Candidates that are as in the decision before it about the same team
// are not stored again: of a thousand agents few differ from one decision to the next.
void InsertDecisions(pqxx::transaction_base& transaction, absl::Span<const PlannedOffer* const> decided,
                     const AssignPolicy& policy, BusinessTime now);

// A stored decision and its place in the listing.
struct StoredDecision {
  int64_t ordinal = 0;
  v1::AssignmentDecision decision;
};
// Newest first; those with an ordinal below `before` (0: all), at most `limit`.
std::vector<StoredDecision> ListDecisions(pqxx::transaction_base& transaction, const std::string& item, int64_t before,
                                          int limit);

// The inputs of a stored decision, for its replay.
std::vector<Candidate> CandidatesOf(const v1::AssignmentDecision& decision);

}  // namespace redress::routing
