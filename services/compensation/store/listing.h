// What is listed: grants, the ledger, accounts, budgets; and the whole books for their verification. Each function is one
// statement, hence one snapshot, in the caller's transaction.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/grant.h"
#include "services/compensation/domain/ledger.h"

namespace redress::compensation {

struct GrantQuery {
  std::string case_number;  // empty: any
  std::string order;        // orders/{order}; empty: any
  std::string state;        // empty: any
  std::string proposer;     // bare id; empty: anybody
  std::string after;        // GrantKey of the last one seen; empty: from the newest
  int limit = 100;
};
// Newest first. INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for a key that is none.
absl::StatusOr<std::vector<Grant>> ListGrants(pqxx::transaction_base& transaction, const GrantQuery& query);
std::string GrantKey(const Grant& grant);

// An entry as it stands in the books.
struct StoredEntry {
  int64_t entry = 0;
  std::string grant;  // bare id
  Transfer transfer;
  BusinessTime time;
  std::string claim;  // bare id; empty for what is about the grant alone
};
struct EntryQuery {
  std::string grant;    // bare id; empty: any
  std::string account;  // bare; empty: any
  int64_t after = 0;    // entries beyond this one
  int limit = 100;
};
// Oldest first.
std::vector<StoredEntry> ListEntries(pqxx::transaction_base& transaction, const EntryQuery& query);

struct AccountSums {
  std::string account;
  Money debits;
  Money credits;
};
// By account and currency.
std::vector<AccountSums> ListAccounts(pqxx::transaction_base& transaction);

// What is taken of each of these budgets, by its entries.
std::map<std::string, int64_t> UsedOf(pqxx::transaction_base& transaction, const std::vector<std::string>& budgets);

// A grant with its own entries, without those of claims, in the order written.
struct Book {
  std::string grant;
  GrantState state = GrantState::kCommitted;
  std::string category;
  Money amount;
  std::vector<Transfer> entries;
};
// Every grant with its entries. `visit` is called once a grant.
void ReadBooks(pqxx::transaction_base& transaction, absl::FunctionRef<void(const Book&)> visit);

// What a budget's entries say beside what its live grants say, and beside its newest folded sums with what came after.
struct BudgetBook {
  std::string budget;
  int64_t by_entries = 0;
  int64_t by_grants = 0;
  int64_t by_sums = 0;
  bool over_allotted = false;  // more was allotted to its slices than there is, or taken of one of them than was allotted to it
};
std::vector<BudgetBook> ReadBudgetBooks(pqxx::transaction_base& transaction);

}  // namespace redress::compensation
