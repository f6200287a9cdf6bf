// What intake keeps of casework's word, in the transaction of the consumer that read it: how cases stand, and which complaints
// became cases of their own. SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/intake/domain/case_standing.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

using Standings = absl::btree_map<int64_t, CaseStanding>;  // by case

// Those that are not simply open.
Standings ReadStandings(pqxx::transaction_base& transaction, const std::vector<int64_t>& cases);
void PutStandings(pqxx::transaction_base& transaction, const Standings& standings);

// A complaint that belongs to another case than the one after which it is named.
struct LinkedComplaint {
  ComplaintRow row;  // still in that case
  int evidence_count = 0;
};
// Those of these complaints that do.
absl::StatusOr<std::vector<LinkedComplaint>> ReadLinked(pqxx::transaction_base& transaction, const std::vector<int64_t>& numbers);

// A complaint's case is to become another one.
struct LinkChange {
  int64_t number = 0;
  int version = 0;  // the new one; the present one is one less
  int64_t case_number = 0;
  std::string actor;
  std::string reason;
  BusinessTime time;
};
// ABORTED, reason ETAG_MISMATCH, where the version is taken.
absl::Status InsertLink(pqxx::transaction_base& transaction, const LinkChange& change);
// The matters by which the complaint had joined `former` follow it, where they still lead there.
void MoveMatters(pqxx::transaction_base& transaction, int64_t number, int64_t former);

}  // namespace redress::intake
