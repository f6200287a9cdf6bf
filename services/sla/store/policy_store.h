// The policies that were ever loaded, by version: what a clock was made by can be read as long as the clock. In the caller's
// transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/sla/app/policy_file.h"

namespace redress::sla {

// FAILED_PRECONDITION, reason POLICY_CHANGED: the version is kept already, with other content.
absl::Status KeepPolicy(pqxx::transaction_base& transaction, const std::string& version, const PolicyDocument& document);
absl::optional<PolicyDocument> ReadPolicy(pqxx::transaction_base& transaction, const std::string& version);

}  // namespace redress::sla
