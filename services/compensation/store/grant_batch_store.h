// Grants that are committed together: what grant_store.h does for one, in one statement for all. Functions run in the caller's
// transaction (READ COMMITTED); SQL failures are thrown, as libpqxx does, and become a status in the pool. Locks are taken in the
// order of grant_store.h, kind by kind.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/abuse.h"
#include "services/compensation/domain/grant.h"

namespace redress::compensation {

// What each command wants to give: its quotation with that one option, without facts and decisions; nothing where there is no
// such quotation or option. Neither ever changes.
std::vector<absl::optional<Quotation>> ReadWanted(pqxx::transaction_base& transaction,
                                                  absl::Span<const GrantCommand* const> commands);

// One grant of a batch; no two of a batch share an order, a case, a customer or a proposer.
struct WantedGrant {
  const GrantCommand* command = nullptr;
  const Quotation* quotation = nullptr;  // with the option
};
// What was given so far, without the batch. Where no slice of its budget has room for all that the batch wants of it,
// `standing.budget_slice` has none, and the sum is not known.
struct WantedStanding {
  Standing standing;
  AgentCounts agent;
};
// Locks what all of them are measured by, and says it, in their order. Call it in a transaction that has not read any of it yet.
std::vector<WantedStanding> LockStandings(pqxx::transaction_base& transaction, absl::Span<const WantedGrant> wanted,
                                          const Terms& terms, BusinessTime now);

// A grant that was decided, and the slice of its budget.
struct DecidedGrant {
  const Grant* grant = nullptr;
  int slice = 0;
};
// As InsertGrant, of grants that were all given at the same moment. ABORTED, reason CONCURRENT_CHANGE.
absl::Status InsertGrants(pqxx::transaction_base& transaction, absl::Span<const DecidedGrant> decided, const Terms& terms);

}  // namespace redress::compensation
