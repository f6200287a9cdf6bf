// Cases as routing knows them: their items, how they stand by casework's word, and the causes that have counted. Every function
// runs in the caller's transaction and takes whole batches. SQL failures are thrown and become a status in the pool.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/case_fold.h"

namespace redress::routing {

// Everything about these cases and those that they became part of, locked until the transaction ends: what casework told first,
// so that whoever waits for it sees the items that were made meanwhile.
KnownCases LockCases(pqxx::transaction_base& transaction, const std::set<std::string>& case_numbers);
// Nothing told yet of a case that is not known. Not locked.
CaseStanding StandingOf(pqxx::transaction_base& transaction, const std::string& case_number);
void PutStandings(pqxx::transaction_base& transaction, absl::Span<const CaseStanding> standings);

// The people who have an item of these, as the fold looks at them.
absl::flat_hash_map<std::string, OwnerFacts> OwnersOf(pqxx::transaction_base& transaction, const KnownCases& known);

// Which of the causes count already.
absl::flat_hash_set<std::string> KnownCauses(pqxx::transaction_base& transaction, absl::Span<const std::string> causes);
// Notes that these have counted; those without a cause are left out. An unlinked complaint is no longer one of its former case.
void PutCauses(pqxx::transaction_base& transaction, absl::Span<const CaseMessage> messages);

}  // namespace redress::routing
