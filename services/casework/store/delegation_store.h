// Authority lent for a time, as stored: added to, never changed; what is over simply counts no more. In the caller's transaction;
// SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/uuid.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/approval.h"

namespace redress::casework {

void InsertDelegation(pqxx::transaction_base& transaction, const Uuid& id, const Delegation& delegation, BusinessTime now);

// NOT_FOUND, reason DELEGATION_NOT_FOUND.
absl::StatusOr<Delegation> GetDelegation(pqxx::transaction_base& transaction, const Uuid& id);

// What was lent to `delegate` and stands at `now`, the longest standing first.
std::vector<Delegation> DelegationsTo(pqxx::transaction_base& transaction, const std::string& delegate, BusinessTime now);

}  // namespace redress::casework
