// Work items and their places with agents: SQL behind the verbs that app/ needs. Every function runs in the caller's transaction
// and takes whole batches: one statement whatever their size. SQL failures are thrown, as libpqxx does, and become a status in
// the pool. Locks are taken in one order everywhere: cases (sorted), items (sorted), places (sorted), log.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/case_fold.h"
#include "services/routing/domain/item.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// The columns of a work item, in the order that ItemOf reads.
extern const char kItemColumns[];
WorkItem ItemOf(const pqxx::row& row);

// NOT_FOUND, reason WORK_ITEM_NOT_FOUND. Locked until the transaction ends.
absl::StatusOr<WorkItem> LockItem(pqxx::transaction_base& transaction, const std::string& id);
absl::StatusOr<WorkItem> GetItem(pqxx::transaction_base& transaction, const std::string& id);

// The numbers of all complaints of each case that routing knows, the first one first.
absl::flat_hash_map<std::string, std::vector<std::string>> ComplaintsOfCases(pqxx::transaction_base& transaction,
                                                                             absl::Span<const std::string> case_numbers);

void InsertItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items);
// Writes the present state of stored items. ABORTED, reason CONCURRENT_CHANGE, unless each is older in the database.
absl::Status UpdateItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items);

// What changes do to the places that the items have, and to the items, in this order. Of a change that claims a place there must
// be only one. FAILED_PRECONDITION, reason AT_CAPACITY, where no place is free.
absl::Status CommitChanges(pqxx::transaction_base& transaction, absl::Span<const Change> changes, BusinessTime now);

}  // namespace redress::routing
