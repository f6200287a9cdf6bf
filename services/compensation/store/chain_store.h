// The chain of the books and its seals, as stored. Functions run in the caller's transaction; SQL failures are thrown, as libpqxx
// does, and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/chain.h"
#include "services/compensation/domain/ledger.h"

namespace redress::compensation {

// Where links and seals are made: one transaction at a time, over all replicas. False: another one is at it.
bool TryLockChain(pqxx::transaction_base& transaction);

// The end of every partition's chain, in their order; position 0 where nothing is linked yet.
std::vector<Head> ReadHeads(pqxx::transaction_base& transaction);

// Which entry an event of the log tells of.
struct EntryKey {
  int partition = 0;
  int64_t sequence = 0;
  std::string grant;  // bare id; empty for what is about a claim
  EntryReason reason = EntryReason::kCommitted;
  std::string claim;  // bare id; empty for what is about a grant alone
  int64_t move = 0;   // which change of the claim
};
// What the log tells of beyond the heads, by partition and sequence, at most `limit` of each partition. Whatever is seen is
// complete: a partition's log is gapless and in the order of commits. INVALID_ARGUMENT, reason BAD_EVENT.
absl::StatusOr<std::vector<EntryKey>> ReadTold(pqxx::transaction_base& transaction, absl::Span<const Head> heads, int limit);

// The entries of these keys, aligned with them: one of a grant's key, one or more of a claim's, as they were written; none where
// there is none.
std::vector<std::vector<EntryText>> ReadEntries(pqxx::transaction_base& transaction, absl::Span<const EntryKey> keys);
void InsertLinks(pqxx::transaction_base& transaction, absl::Span<const Link> links);

// The newest seal; nothing where there is none.
absl::optional<Seal> ReadLastSeal(pqxx::transaction_base& transaction);
void InsertSeal(pqxx::transaction_base& transaction, const Seal& seal);

// The whole chain with its entries as they stand now, by partition and position; and all seals, oldest first.
std::vector<Link> ReadChain(pqxx::transaction_base& transaction);
std::vector<Seal> ReadSeals(pqxx::transaction_base& transaction);
// Entries that no link names though the chain of their grant's partition is up with its log: nobody told of them. At most
// `limit`.
std::vector<int64_t> ReadUnlinked(pqxx::transaction_base& transaction, int limit);

}  // namespace redress::compensation
