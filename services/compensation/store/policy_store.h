// Versions of the policy and their publications: rows are only added. Functions run in the caller's transaction; SQL failures are
// thrown, as libpqxx does, and become a status in the pool.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/money.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/publication.h"

namespace redress::compensation {

// Whoever adds one waits for whoever is adding one: numbers have no gaps, and two do not decide about the same state.
void LockPolicies(pqxx::transaction_base& transaction);

// NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<PolicyVersion> GetPolicyVersion(pqxx::transaction_base& transaction, int64_t number);
PolicyFiles GetPolicyFiles(pqxx::transaction_base& transaction, int64_t number);
// The version of that content; 0: there is none.
int64_t FindPolicyVersion(pqxx::transaction_base& transaction, const std::string& sha256);
// Versions below `before` (0: all), newest first.
std::vector<PolicyVersion> ListPolicyVersions(pqxx::transaction_base& transaction, int64_t before, int limit);
// Under the lock; gives its number.
int64_t InsertPolicyVersion(pqxx::transaction_base& transaction, const PolicyVersion& version, const PolicyFiles& files);
void InsertPolicyApproval(pqxx::transaction_base& transaction, int64_t number, const std::string& approver, BusinessTime time);

// All of them, by number.
std::vector<Publication> ListPublications(pqxx::transaction_base& transaction);
// Under the lock; gives its number.
int64_t InsertPublication(pqxx::transaction_base& transaction, const Publication& publication);
void InsertCancellation(pqxx::transaction_base& transaction, int64_t number, const std::string& canceller,
                        const std::string& reason, BusinessTime time);
// Changes whenever something was published or taken back.
std::string PublicationStamp(pqxx::transaction_base& transaction);

// What a version gave, over quotations.
struct VersionSums {
  std::string version;
  int64_t quotations = 0;
  int64_t empty = 0;
  Money cost;
  std::vector<std::pair<std::string, int64_t>> approvals;  // authority → quotations
};
// Of the quotations since an instant, by version.
std::vector<VersionSums> SumByVersion(pqxx::transaction_base& transaction, BusinessTime since, Currency currency);

}  // namespace redress::compensation
