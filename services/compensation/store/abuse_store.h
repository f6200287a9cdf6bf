// Who complains, what customers share, and the flags, as stored. Functions run in the caller's transaction; SQL failures are
// thrown, as libpqxx does, and become a status in the pool. Every count and list is bounded and found by an index.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/abuse.h"
#include "services/compensation/domain/ring.h"

namespace redress::compensation {

// What intake tells of who complains. Fingerprints are keyed; the key is intake's.
struct Claimant {
  std::string complaint;    // bare number
  std::string case_number;  // bare
  int32_t partition = 0;
  std::string customer;
  BusinessTime receive_time;
  std::vector<std::pair<std::string, std::string>> identifiers;  // kind (`PHONE`), fingerprint
};
// Known ones change nothing.
void SaveClaimants(pqxx::transaction_base& transaction, absl::Span<const Claimant> claimants);

// What is counted of a customer in the window that ends now, and the partition of the case as intake told it (0: it did not yet).
struct CustomerCounted {
  CustomerCounts counts;
  int32_t partition = 0;
};
CustomerCounted CountCustomer(pqxx::transaction_base& transaction, const std::string& customer, const std::string& case_number,
                              const AbuseTerms& terms, BusinessTime now);
// What agent_counts counts at most: beyond it a sign is a sign.
int32_t AgentBound(const AbuseTerms& terms);
// The grant that is about to be given included.
AgentCounts CountAgent(pqxx::transaction_base& transaction, const std::string& customer, const std::string& agent,
                       const AbuseTerms& terms, BusinessTime now);

// False, and nothing stored, where the case has a flag of this sign and agent.
bool InsertFlag(pqxx::transaction_base& transaction, const AbuseFlag& flag);
events::NewEvent EventOf(const AbuseFlag& flag);

struct FlagQuery {
  std::string case_number;  // empty: any
  std::string agent;        // bare id; empty: any
  std::string grant;        // bare id; empty: any
  std::string sign;         // empty: any
  std::string after;        // FlagKey of the last one seen; empty: from the newest
  int limit = 100;
};
// Newest first. INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for a key that is none.
absl::StatusOr<std::vector<AbuseFlag>> ListFlags(pqxx::transaction_base& transaction, const FlagQuery& query);
std::string FlagKey(const AbuseFlag& flag);

}  // namespace redress::compensation
