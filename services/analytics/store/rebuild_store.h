// The rows of rebuilds: asked for once, taken by one process at a time, fenced by the number of the attempt. The functions belong
// to the transaction that is given; they throw what libpqxx throws.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::analytics {

struct RebuildRow {
  std::string id;
  std::string state = "PENDING";
  bool swap = false;
  std::string requester;
  BusinessTime create_time;
  absl::optional<BusinessTime> end_time = {};
  int64_t event_count = 0;
  int64_t event_total = 0;
  int64_t row_count = 0;
  bool identical = false;
  std::string failure_reason = {};
  std::string sources = {};  // by spaces
  std::string tables = {};   // serialized Rebuild with `tables` alone
  int64_t attempt = 0;
};

// FAILED_PRECONDITION, reason REBUILD_RUNNING, where one is not over yet.
absl::Status InsertRebuild(pqxx::transaction_base& transaction, const RebuildRow& row);
// NOT_FOUND, reason REBUILD_NOT_FOUND.
absl::StatusOr<RebuildRow> ReadRebuild(pqxx::transaction_base& transaction, const std::string& id);
// Takes the rebuild that nobody is at; nothing where there is none. It begins anew.
absl::optional<RebuildRow> TakeRebuild(pqxx::transaction_base& transaction, absl::Duration lease);
// Keeps it for as long again and writes down how far it is. ABORTED, reason REBUILD_TAKEN: another process has it by now.
absl::Status KeepRebuild(pqxx::transaction_base& transaction, const RebuildRow& row, absl::Duration lease);
// It is over, as `row` says. ABORTED, reason REBUILD_TAKEN.
absl::Status EndRebuild(pqxx::transaction_base& transaction, const RebuildRow& row);

}  // namespace redress::analytics
