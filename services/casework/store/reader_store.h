// Who may read a case because it is or was theirs, or they had a work item of it; what roles may read anyway is decided
// elsewhere. Added to, never taken away. In the caller's transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>

#include "libs/pg/pqxx_compat.h"

namespace redress::casework {

// From now on `agent` (bare id) may read the case; again changes nothing. False where there is no such case. Owners need no call:
// the store adds whoever owns a case that it writes.
bool AddReader(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& agent);

bool MayRead(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& agent);

}  // namespace redress::casework
