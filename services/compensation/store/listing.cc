#include "services/compensation/store/listing.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "services/compensation/store/grant_store.h"
#include "services/compensation/store/page_key.h"

namespace redress::compensation {
namespace {

std::string Where(const std::vector<std::string>& conditions) {
  return conditions.empty() ? "" : absl::StrCat("WHERE ", absl::StrJoin(conditions, " AND "));
}

Transfer TransferOfRow(const pqxx::row& row, int first) {
  return {EntryReasonOf(row[first].c_str()).value(), row[first + 1].c_str(), row[first + 2].c_str(),
          Money{row[first + 4].as<int64_t>(), Currency::Parse(row[first + 3].c_str()).value()}};
}

}  // namespace

absl::StatusOr<std::vector<Grant>> ListGrants(pqxx::transaction_base& transaction, const GrantQuery& query) {
  std::vector<std::string> conditions;
  const auto equal = [&](absl::string_view column, const std::string& value) {
    if (!value.empty()) conditions.push_back(absl::StrCat(column, " = ", transaction.quote(value)));
  };
  equal("g.case_number", query.case_number);
  equal("g.order_name", query.order);
  equal("g.state", query.state);
  equal("g.proposer", query.proposer);
  if (!query.after.empty()) {
    ASSIGN_OR_RETURN(std::string after, AfterPageKey(transaction, "g.commit_us, g.id", query.after));
    conditions.push_back(std::move(after));
  }
  std::vector<Grant> grants;
  const pqxx::result rows = transaction.exec(
      absl::StrCat(kSelectGrant, Where(conditions), " ORDER BY g.commit_us DESC, g.id DESC LIMIT ", query.limit));
  for (const pqxx::row& row : rows) grants.push_back(GrantOf(row));
  return grants;
}

std::string GrantKey(const Grant& grant) {
  return PageKey(grant.commit_time, grant.id);
}

std::vector<StoredEntry> ListEntries(pqxx::transaction_base& transaction, const EntryQuery& query) {
  std::vector<std::string> conditions = {absl::StrCat("entry > ", query.after)};
  if (!query.grant.empty()) conditions.push_back(absl::StrCat("grant_id = ", transaction.quote(query.grant), "::uuid"));
  if (!query.account.empty()) {
    const std::string account = transaction.quote(query.account);
    conditions.push_back(absl::StrCat("(debit = ", account, " OR credit = ", account, ")"));
  }
  std::vector<StoredEntry> entries;
  const pqxx::result rows = transaction.exec(
      absl::StrCat("SELECT entry, grant_id, create_us, reason, debit, credit, currency, amount_minor, claim FROM ledger_entry ",
                   Where(conditions), " ORDER BY entry LIMIT ", query.limit));
  for (const pqxx::row& row : rows) {
    entries.push_back({row[0].as<int64_t>(), row[1].c_str(), TransferOfRow(row, 3),
                       BusinessTime::FromUnixMicros(row[2].as<int64_t>()), row[8].c_str()});
  }
  return entries;
}

std::vector<AccountSums> ListAccounts(pqxx::transaction_base& transaction) {
  std::vector<AccountSums> accounts;
  const pqxx::result rows =
      transaction.exec("SELECT account, currency, debit_minor, credit_minor FROM account ORDER BY account, currency");
  for (const pqxx::row& row : rows) {
    const Currency currency = Currency::Parse(row[1].c_str()).value();
    accounts.push_back({row[0].c_str(), {row[2].as<int64_t>(), currency}, {row[3].as<int64_t>(), currency}});
  }
  return accounts;
}

std::map<std::string, int64_t> UsedOf(pqxx::transaction_base& transaction, const std::vector<std::string>& budgets) {
  std::map<std::string, int64_t> used;
  for (const std::string& budget : budgets) used[budget] = 0;
  const pqxx::result rows = transaction.exec_params(
      "SELECT budget, sum(amount_minor)::bigint FROM budget_entry WHERE budget = ANY ($1::text[]) GROUP BY budget",
      pg::ArrayOf(budgets));
  for (const pqxx::row& row : rows) used[row[0].c_str()] = row[1].as<int64_t>();
  return used;
}

void ReadBooks(pqxx::transaction_base& transaction, absl::FunctionRef<void(const Book&)> visit) {
  const pqxx::result rows = transaction.exec(
      "SELECT g.id, g.state, g.category, g.currency, g.amount_minor, e.reason, e.debit, e.credit, e.currency, e.amount_minor"
      " FROM remedy_grant g LEFT JOIN ledger_entry e ON e.grant_id = g.id AND e.claim IS NULL ORDER BY g.id, e.entry");
  Book book;
  for (const pqxx::row& row : rows) {
    if (book.grant != row[0].c_str()) {
      if (!book.grant.empty()) visit(book);
      book = {row[0].c_str(),
              GrantStateOf(row[1].c_str()).value(),
              row[2].c_str(),
              Money{row[4].as<int64_t>(), Currency::Parse(row[3].c_str()).value()},
              {}};
    }
    if (!row[5].is_null()) book.entries.push_back(TransferOfRow(row, 5));
  }
  if (!book.grant.empty()) visit(book);
}

std::vector<BudgetBook> ReadBudgetBooks(pqxx::transaction_base& transaction) {
  std::vector<BudgetBook> books;
  const pqxx::result rows = transaction.exec(
      "WITH newest AS (SELECT DISTINCT ON (budget, slice) budget, slice, entry, amount_minor FROM budget_sum"
      "   ORDER BY budget, slice, entry DESC),"
      " slices AS (SELECT b.budget, b.slice, sum(b.amount_minor) AS total, coalesce(max(n.amount_minor), 0)"
      "   + coalesce(sum(b.amount_minor) FILTER (WHERE b.entry > coalesce(n.entry, 0)), 0) AS sums"
      "   FROM budget_entry b LEFT JOIN newest n USING (budget, slice) GROUP BY b.budget, b.slice),"
      " entries AS (SELECT budget, sum(total) AS total, sum(sums) AS sums FROM slices GROUP BY budget),"
      " allotted AS (SELECT DISTINCT ON (budget) * FROM budget_allotment ORDER BY budget, round DESC),"
      " over AS (SELECT a.budget FROM allotted a CROSS JOIN LATERAL unnest(a.taken, a.room) WITH ORDINALITY u (taken, room, n)"
      "   LEFT JOIN slices s ON s.budget = a.budget AND s.slice = n - 1 GROUP BY a.budget, a.limit_minor"
      "   HAVING sum(u.room) > greatest(0, a.limit_minor - sum(u.taken)) OR bool_or(coalesce(s.total, 0) > u.taken + u.room)),"
      " grants AS (SELECT budget, sum(amount_minor) FILTER (WHERE state IN ('COMMITTED', 'PAYING', 'PAID')) AS total"
      "   FROM remedy_grant GROUP BY budget)"
      " SELECT budget, coalesce(e.total, 0)::bigint, coalesce(g.total, 0)::bigint, coalesce(e.sums, 0)::bigint,"
      "   budget IN (SELECT o.budget FROM over o)"
      " FROM entries e FULL JOIN grants g USING (budget) ORDER BY budget");
  for (const pqxx::row& row : rows) {
    books.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<int64_t>(), row[3].as<int64_t>(), row[4].as<bool>()});
  }
  return books;
}

}  // namespace redress::compensation
