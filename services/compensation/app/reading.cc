#include "services/compensation/app/reading.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {

absl::StatusOr<std::vector<Grant>> ReadGrants(pg::Pool& pool, const GrantQuery& query) {
  absl::StatusOr<std::vector<Grant>> grants;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    grants = ListGrants(transaction, query);
    return grants.status();
  }));
  return grants;
}

absl::StatusOr<std::vector<StoredEntry>> ReadEntries(pg::Pool& pool, const EntryQuery& query) {
  std::vector<StoredEntry> entries;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    entries = ListEntries(transaction, query);
    return absl::OkStatus();
  }));
  return entries;
}

absl::StatusOr<std::vector<AccountSums>> ReadAccounts(pg::Pool& pool) {
  std::vector<AccountSums> accounts;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    accounts = ListAccounts(transaction);
    return absl::OkStatus();
  }));
  return accounts;
}

absl::StatusOr<std::vector<BudgetView>> ReadBudgets(const Context& context, const std::string& month) {
  const Terms& terms = context.policy.terms();
  const std::string of = month.empty() ? MonthOf(context.time.Now(), terms) : month;
  std::vector<std::string> names;
  for (const auto& [category, limit] : terms.budgets_month) names.push_back(absl::StrCat(of, "-", category));
  std::map<std::string, int64_t> used;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    used = UsedOf(transaction, names);
    return absl::OkStatus();
  }));
  std::vector<BudgetView> budgets;
  for (const auto& [category, limit] : terms.budgets_month) {
    const std::string name = absl::StrCat(of, "-", category);
    budgets.push_back({absl::StrCat("budgets/", name), {limit, terms.currency}, {used[name], terms.currency}});
  }
  return budgets;
}

}  // namespace redress::compensation
