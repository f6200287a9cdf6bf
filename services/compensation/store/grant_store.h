// Grants with everything that must change along with them: the entitlement, the budget, the ledger, the effect. Functions run in
// the caller's transaction (READ COMMITTED); SQL failures are thrown, as libpqxx does, and become a status in the pool. Locks are
// taken in one order everywhere: a grant's row, then order, case, customer, agent, budget, slice of
// it, then the log.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/events/effects.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/grant.h"
#include "services/compensation/domain/ledger.h"

namespace redress::compensation {

// Locks what this option is measured by until the transaction ends, and says what was given so far. Call it in a transaction that
// has not read any of it yet.
Standing LockStanding(pqxx::transaction_base& transaction, const Quotation& quotation, const Option& option,
                      const GrantCommand& command, const Terms& terms, BusinessTime now);

// The first eleven columns of lock_standing and lock_standings.
Standing StandingOf(const pqxx::row& row);

// What may be taken of the month's budget in all; −1 where there is none.
int64_t BudgetLimit(RemedyKind kind, const Terms& terms);
// `2026-11-goodwill`: the budget that a grant is taken from.
std::string BudgetOf(RemedyKind kind, BusinessTime commit_time, const Terms& terms);

// A decided grant: its row, its entry in the books, its share of the budget, its effect. After LockStanding. ABORTED, reason
// CONCURRENT_CHANGE, where the effect of this occurrence exists: then nothing may be written.
absl::Status InsertGrant(pqxx::transaction_base& transaction, const Grant& grant, const Standing& standing, const Terms& terms);

// The one key under which an entitlement's nth giving happens.
events::Effect EffectOf(const Grant& grant);

// NOT_FOUND, reason GRANT_NOT_FOUND.
absl::Status NoSuchGrant();
// NoSuchGrant where there is none. LockGrant: locked until the transaction ends.
absl::StatusOr<Grant> GetGrant(pqxx::transaction_base& transaction, const std::string& id);
absl::StatusOr<Grant> LockGrant(pqxx::transaction_base& transaction, const std::string& id);

// A grant that was moved from `before`: its row, its entry in the books, and, where it holds its entitlement no more, its share
// of the budget. ABORTED, reason CONCURRENT_CHANGE, unless `before` is what is stored.
absl::Status SaveMove(pqxx::transaction_base& transaction, const Grant& before, const Grant& after);

// What is owed to the platform: a question, under the grant's name.
struct Ask {
  Grant grant;
  bool first = true;  // nobody asked yet
  int attempts = 0;   // before this one
};
// Grants whose turn it is, PAYING from now on; nobody else gets them before `lease` (machine time) is over.
std::vector<Ask> TakeAsks(pqxx::transaction_base& transaction, int limit, absl::Duration lease);
// Asks no sooner than after `delay` (machine time).
void AskAfter(pqxx::transaction_base& transaction, const std::string& id, absl::Duration delay);

// How many grants the platform is to be asked for, and how many it was asked for whose outcome is not known.
struct OwedCounts {
  int64_t committed = 0;
  int64_t paying = 0;
};
OwedCounts CountOwed(pqxx::transaction_base& transaction);

// The columns of a grant, as GrantOf reads them from `remedy_grant g JOIN quotation_option o`.
extern const char kSelectGrant[];
Grant GrantOf(const pqxx::row& row);

}  // namespace redress::compensation
