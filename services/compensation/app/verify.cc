#include "services/compensation/app/verify.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/compensation/app/grants.h"
#include "services/compensation/app/verify_chain.h"
#include "services/compensation/domain/claim.h"
#include "services/compensation/domain/ledger.h"
#include "services/compensation/store/claim_store.h"
#include "services/compensation/store/listing.h"

namespace redress::compensation {
namespace {

constexpr size_t kFaultsMax = 100;

// A grant as far as the platform's books are compared with it.
struct Paid {
  Money amount;
  bool seen = false;
};
using PaidGrants = absl::flat_hash_map<std::string, Paid>;

void CheckBook(const Book& book, Verification* found, PaidGrants* paid) {
  ++found->grants;
  found->entries += static_cast<int64_t>(book.entries.size());
  const std::string fault = FaultOf(TransfersOf(book.state, book.category, book.amount), book.entries);
  if (!fault.empty()) {
    AddFault(found, fault, absl::StrCat("grants/", book.grant),
             absl::StrCat("a grant that is ", Word(book.state), " over ", book.amount.minor, " has ", book.entries.size(),
                          " entries that do not fit"));
  }
  if (book.state == GrantState::kPaid || book.state == GrantState::kReversed) paid->try_emplace(book.grant, Paid{book.amount});
}

// The sum of all balances is nothing in every currency, and none is below its floor.
void CheckAccounts(pqxx::transaction_base& transaction, Verification* found) {
  absl::flat_hash_map<std::string, int64_t> sums;
  for (const AccountSums& account : ListAccounts(transaction)) {
    const int64_t balance = account.debits.minor - account.credits.minor;
    sums[account.debits.currency.code()] += balance;
    if (WithinFloor(account.account, balance)) continue;
    AddFault(found, "ACCOUNT_BELOW_FLOOR", absl::StrCat("accounts/", account.account),
             absl::StrCat("debits less credits are ", balance, " ", account.debits.currency.code()));
  }
  for (const auto& [currency, sum] : sums) {
    if (sum != 0) AddFault(found, "UNBALANCED", "accounts", absl::StrCat("debits less credits are ", sum, " ", currency));
  }
}

void CheckBudgets(pqxx::transaction_base& transaction, const Terms& terms, Verification* found) {
  for (const BudgetBook& book : ReadBudgetBooks(transaction)) {
    const std::string subject = absl::StrCat("budgets/", book.budget);
    if (book.by_entries != book.by_grants || book.by_entries != book.by_sums) {
      AddFault(found, "BUDGET_DIFFERS", subject,
               absl::StrCat("entries say ", book.by_entries, ", grants ", book.by_grants, ", sums ", book.by_sums));
    }
    if (book.over_allotted) AddFault(found, "OVERSPENT_BUDGET", subject, "its slices have more than there is");
    const auto limit = terms.budgets_month.find(book.budget.substr(book.budget.rfind('-') + 1));
    if (limit != terms.budgets_month.end() && book.by_entries > limit->second) {
      AddFault(found, "OVERSPENT_BUDGET", subject, absl::StrCat(book.by_entries, " of ", limit->second));
    }
  }
}

// Every claim's entries add up to what it says, and none stands for a grant that was taken back.
void CheckClaims(pqxx::transaction_base& transaction, Verification* found) {
  for (const ClaimBook& book : ReadClaimBooks(transaction)) {
    found->entries += book.entries;
    const bool in_vain = book.grant_state != Word(GrantState::kPaid) && book.claim.state != ClaimState::kWithdrawn;
    if (!in_vain && book.balances == BalancesOf(book.claim)) continue;
    AddFault(found, "CLAIM_DIFFERS", absl::StrCat("claims/", book.claim.id),
             in_vain ? absl::StrCat("it stands for a grant that is ", book.grant_state)
                     : absl::StrCat("a claim that is ", Word(book.claim.state), " has entries that do not fit"));
  }
}

// What the platform did, against a grant of ours that was not paid when the books were read.
absl::Status CheckUnpaid(const Context& context, const BookedOperation& operation, Verification* found) {
  const absl::StatusOr<GrantView> view = ReadGrant(context.pool, operation.id);
  const bool unknown = ReasonOf(view.status()) == "GRANT_NOT_FOUND" || !Uuid::Parse(operation.id).ok();
  if (!view.ok() && !unknown) return view.status();
  // PAYING: its outcome is on its way to us; PAID: it arrived meanwhile.
  if (unknown || (view->grant.state != GrantState::kPaying && view->grant.state != GrantState::kPaid &&
                  view->grant.state != GrantState::kReversed)) {
    AddFault(found, "PLATFORM_PAID_UNKNOWN_TO_US", absl::StrCat("operations/", operation.id),
             unknown ? "no grant asked for it" : absl::StrCat("the grant is ", Word(view->grant.state)));
  }
  return absl::OkStatus();
}

absl::Status CheckPlatform(const Context& context, Deadline deadline, PaidGrants paid, Verification* found) {
  std::vector<BookedOperation> unpaid;
  RETURN_IF_ERROR(context.shop.VisitBooks(deadline, [&](const BookedOperation& operation) {
    const auto grant = paid.find(operation.id);
    if (grant == paid.end()) return unpaid.push_back(operation);
    grant->second.seen = true;
    if (operation.amount.has_value() && *operation.amount != grant->second.amount) {
      AddFault(found, "AMOUNT_DIFFERS", absl::StrCat("operations/", operation.id),
               absl::StrCat("the platform says ", operation.amount->minor, ", we ", grant->second.amount.minor));
    }
  }));
  for (const auto& [id, grant] : paid) {
    if (!grant.seen)
      AddFault(found, "PAID_UNKNOWN_TO_PLATFORM", absl::StrCat("grants/", id), "the platform has no such operation");
  }
  for (const BookedOperation& operation : unpaid) RETURN_IF_ERROR(CheckUnpaid(context, operation, found));
  return absl::OkStatus();
}

}  // namespace

void AddFault(Verification* found, std::string reason, std::string subject, std::string message) {
  if (found->faults.size() < kFaultsMax) found->faults.push_back({std::move(reason), std::move(subject), std::move(message)});
}

absl::StatusOr<Verification> VerifyLedger(const Context& context, bool ask_platform, Deadline deadline) {
  Verification found;
  PaidGrants paid;
  RETURN_IF_ERROR(context.pool.Transact(deadline, [&](pqxx::work& transaction) {
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");  // all that is compared as of one instant
    found = {};
    paid.clear();
    ReadBooks(transaction, [&](const Book& book) { CheckBook(book, &found, &paid); });
    CheckAccounts(transaction, &found);
    CheckBudgets(transaction, context.policy.terms(), &found);
    CheckClaims(transaction, &found);
    CheckChain(transaction, &found);
    return absl::OkStatus();
  }));
  if (ask_platform) RETURN_IF_ERROR(CheckPlatform(context, deadline, std::move(paid), &found));
  return found;
}

}  // namespace redress::compensation
