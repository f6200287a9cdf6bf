// Reads cases as wholes, one or a thousand, in one statement: hence as of one instant, and in one round trip. Runs in the
// caller's transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// These cases in this order; those that are none are left out. DATA_LOSS, reason UNSEAL_FAILED, or FAILED_PRECONDITION, reason
// UNKNOWN_KEY, where what people wrote cannot be opened.
absl::StatusOr<std::vector<CaseFile>> ReadCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const std::vector<std::string>& numbers);

}  // namespace redress::casework
