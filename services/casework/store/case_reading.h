// Reads cases as wholes, one or a thousand, in one statement: hence as of one instant, and in one round trip. Runs in the
// caller's transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// What a pool prepares on its connections (pg::PoolOptions) for reading one case: planning it anew costs more than doing it. The
// case is looked up by keys alone, so that a plan made on empty tables is the same as one made later.
std::map<std::string, std::string> ReadStatements();

// One case, or none. Errors as below.
absl::StatusOr<absl::optional<CaseFile>> ReadCase(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                  const std::string& number);

// These cases in this order; those that are none are left out. DATA_LOSS, reason UNSEAL_FAILED, or FAILED_PRECONDITION, reason
// UNKNOWN_KEY, where what people wrote cannot be opened.
absl::StatusOr<std::vector<CaseFile>> ReadCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const std::vector<std::string>& numbers);

}  // namespace redress::casework
