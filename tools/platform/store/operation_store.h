// Operations in the reference platform's tables: the name of one is its key, so it is stored once however often it is asked for.
// Every function runs inside the caller's transaction and throws what libpqxx throws (libs/pg turns it into a status).
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/filter.h"
#include "libs/pg/pqxx_compat.h"
#include "tools/platform/domain/operation.h"

namespace redress::platform {

struct StoredOperation {
  Operation operation;
  std::string body_hash;
  bool refuse = false;  // a fault struck when it was received: it fails whatever the facts are
  int64_t sequence = 0;
};

// Stores what was received, pending and due at once. False where the name is taken; another transaction that is about to take it
// is waited for.
bool InsertOperation(pqxx::transaction_base& transaction, const StoredOperation& received);
// It ends not before `due`, and fails then whatever the facts are where `refuse` says so.
void Postpone(pqxx::transaction_base& transaction, const std::string& id, BusinessTime due, bool refuse);
absl::optional<StoredOperation> GetOperation(pqxx::transaction_base& transaction, const std::string& id);
// A pending one that is due, locked; those that others have locked are passed over. None: nothing is due.
absl::optional<StoredOperation> LockDueOperation(pqxx::transaction_base& transaction, BusinessTime now);
// Stores state, reason, reference and end of an operation that was pending, and how often the end is to be reported.
void EndOperation(pqxx::transaction_base& transaction, const Operation& operation, int reports);

// In the order in which they were received, after `after`. The conditions' fields are state, kind, requester, order_id,
// create_us; their values are SQL's.
std::vector<StoredOperation> ListOperations(pqxx::transaction_base& transaction, const std::vector<Condition>& conditions,
                                            int64_t after, int limit);

// When the next pending operation ends, and how many ends have yet to be reported.
struct OperationPace {
  absl::optional<BusinessTime> next_due;
  int64_t reports_due = 0;
};
OperationPace ReadOperationPace(pqxx::transaction_base& transaction);

// Ended operations of a requester whose end has yet to be reported; those whose report failed least often come first.
std::vector<Operation> ReportsDue(pqxx::transaction_base& transaction, const std::string& requester, int limit);
// One report arrived, or is given up.
void ReportDone(pqxx::transaction_base& transaction, const std::string& id);
// One report did not arrive; it is tried again after the others.
void ReportFailed(pqxx::transaction_base& transaction, const std::string& id);

}  // namespace redress::platform
