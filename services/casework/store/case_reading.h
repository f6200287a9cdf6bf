// Reads cases as wholes, one or a thousand, with the same number of statements: one a table. Runs in the caller's transaction;
// SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// These cases in this order, each as of one version; those that are none are left out. ABORTED, reason CONCURRENT_CHANGE, where
// one kept changing meanwhile; those of Vaulting, where what people wrote cannot be opened.
absl::StatusOr<std::vector<CaseFile>> ReadCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const std::vector<std::string>& numbers);

}  // namespace redress::casework
