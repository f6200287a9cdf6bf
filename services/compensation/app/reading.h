// What is listed: each a read of its own, newest or oldest first as the contract says. Errors: INVALID_PAGE_TOKEN, and those of
// the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/store/listing.h"

namespace redress::compensation {

absl::StatusOr<std::vector<Grant>> ReadGrants(pg::Pool& pool, const GrantQuery& query);
absl::StatusOr<std::vector<StoredEntry>> ReadEntries(pg::Pool& pool, const EntryQuery& query);
absl::StatusOr<std::vector<AccountSums>> ReadAccounts(pg::Pool& pool);

struct BudgetView {
  std::string name;  // budgets/{month}-{category}
  Money limit;
  Money used;
};
// `month`: `2026-11`; empty: the present one. By category.
absl::StatusOr<std::vector<BudgetView>> ReadBudgets(const Context& context, const std::string& month);

}  // namespace redress::compensation
