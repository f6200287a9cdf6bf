// What is owed by when: the clocks of all cases that run or are breached and not stopped, by due time, page by page. The
// statement walks an index from where the former page ended, however many clocks there are. In the caller's transaction; SQL
// failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"
#include "services/sla/domain/words.h"

namespace redress::sla {

struct DueQuery {
  absl::optional<ClockKind> kind;      // nothing: any
  absl::optional<ClockState> state;    // kRunning or kBreached; nothing: both
  absl::optional<BusinessTime> until;  // due then or before
  std::string after;                   // KeyOf the last one seen; empty: from the most urgent
  int limit = 100;
};

// Where to find a clock, and by what it was ordered.
struct DueClock {
  std::string case_number;
  std::string id;
  BusinessTime due;
};

// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for an `after` that is none.
absl::StatusOr<std::vector<DueClock>> ListDue(pqxx::transaction_base& transaction, const DueQuery& query);
// Where a page that ends with this one goes on.
std::string KeyOf(const DueClock& clock);
// The statement of ListDue; for a test of its plan. INVALID_PAGE_TOKEN as above.
absl::StatusOr<std::string> DueSql(pqxx::transaction_base& transaction, const DueQuery& query);

}  // namespace redress::sla
