// Claims, and the findings that they follow from, as stored. Functions run in the caller's transaction (READ COMMITTED); SQL
// failures are thrown, as libpqxx does, and become a status in the pool. Locks, in their place in the order of grant_store.h: the
// case (LockFinding), then the claim's row.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/claim.h"

namespace redress::compensation {

// Locks the case until the transaction ends, and says what it was found; nothing where casework told of no end yet.
absl::optional<CaseFinding> LockFinding(pqxx::transaction_base& transaction, const std::string& case_number);
// In place of an older one of the case. Under the lock of the case.
void SaveFinding(pqxx::transaction_base& transaction, const CaseFinding& finding);

// NOT_FOUND, reason CLAIM_NOT_FOUND. LockClaim: locked until the transaction ends.
absl::StatusOr<PartyClaim> GetClaim(pqxx::transaction_base& transaction, const std::string& id);
absl::StatusOr<PartyClaim> LockClaim(pqxx::transaction_base& transaction, const std::string& id);
// The case that this one was merged into; empty: into none. Under the lock of this one.
std::string MergedInto(pqxx::transaction_base& transaction, const std::string& case_number);
// Under the lock of the case that is merged away, or taken out again.
void SaveMerge(pqxx::transaction_base& transaction, const CaseMerge& merge);
// The claim that stands for a grant, locked; nothing where there is none.
absl::optional<PartyClaim> LockStandingClaim(pqxx::transaction_base& transaction, const std::string& grant);
// All that stand for grants of a case, or of one that was merged into it, locked.
std::vector<PartyClaim> LockClaimsOf(pqxx::transaction_base& transaction, const std::string& case_number);
// The paid grants of a case, and of those that were merged into it, for which no claim stands, but those of which this party was
// found not to be responsible on appeal. Under the lock of the case, so that none is missed.
std::vector<std::string> UnchargedGrants(pqxx::transaction_base& transaction, const std::string& case_number, ChargedParty party);

// A new claim, or one that changed, with its entries in the books.
void InsertClaim(pqxx::transaction_base& transaction, const ClaimMove& move, BusinessTime now);
// ABORTED, reason CONCURRENT_CHANGE, unless the claim is stored as it was one version before.
absl::Status SaveClaim(pqxx::transaction_base& transaction, const ClaimMove& move, BusinessTime now);

struct ClaimQuery {
  std::string case_number;  // empty: any
  std::string grant;        // bare id; empty: any
  std::string party;        // empty: any
  std::string state;        // empty: any
  std::string after;        // ClaimKey of the last one seen; empty: from the newest
  int limit = 100;
};
// Newest first. INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for a key that is none.
absl::StatusOr<std::vector<PartyClaim>> ListClaims(pqxx::transaction_base& transaction, const ClaimQuery& query);
std::string ClaimKey(const PartyClaim& claim);

// A claim beside what the books say of it.
struct ClaimBook {
  PartyClaim claim;
  std::string grant_state;
  std::vector<AccountBalance> balances;  // by account; none that is nothing
  int64_t entries = 0;
};
std::vector<ClaimBook> ReadClaimBooks(pqxx::transaction_base& transaction);

// What a change of a claim says. `before`: nothing where it is new.
std::vector<events::NewEvent> EventsOf(const absl::optional<PartyClaim>& before, const PartyClaim& after, BusinessTime now);

}  // namespace redress::compensation
