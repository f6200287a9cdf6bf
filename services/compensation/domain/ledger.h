// The books: every move of a grant is one transfer, which charges one account and credits another with the same amount. So the
// books balance by construction, entry by entry, and a balance can be wrong only where an entry is missing, double or false:
// CheckBooks says where. Pure functions.
//   commit   expense-x → liability      fail      liability → expense-x
//   pay      liability → paid           reverse   paid → expense-x
// The entries of claims are made in claim.h.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "services/compensation/domain/grant_state.h"

namespace redress::compensation {

inline constexpr absl::string_view kLiability = "liability";
inline constexpr absl::string_view kPaid = "paid";
// `expense-goodwill`
std::string ExpenseAccount(absl::string_view category);

// What entries are called: a grant's in the order in which they can come, then a claim's.
enum class EntryReason { kCommitted, kPaid, kFailed, kReversed, kCharged, kSettled, kWrittenOff, kWithdrawn, kRepaid };
absl::string_view Word(EntryReason reason);
absl::optional<EntryReason> EntryReasonOf(absl::string_view word);

// One row: `amount` is charged to `debit` and credited to `credit`.
struct Transfer {
  EntryReason reason = EntryReason::kCommitted;
  std::string debit;
  std::string credit;
  Money amount;
  friend bool operator==(const Transfer&, const Transfer&) = default;
};

// `reason`: a grant's.
Transfer TransferOf(EntryReason reason, absl::string_view category, const Money& amount);

// The entries that a grant in this state has, in order.
std::vector<Transfer> TransfersOf(GrantState state, absl::string_view category, const Money& amount);

// What is wrong with the entries of one grant: `GRANT_WITHOUT_ENTRY`, `ENTRY_WITHOUT_GRANT`, `AMOUNT_DIFFERS`, `UNBALANCED`;
// empty: nothing. `entries` in the order written.
std::string FaultOf(const std::vector<Transfer>& expected, const std::vector<Transfer>& entries);

// Whether what was charged to an account less what was credited to it can be so: nobody owes or is owed less than nothing,
// nothing was paid, spent or received that is less than nothing.
bool WithinFloor(absl::string_view account, int64_t debits_less_credits);

}  // namespace redress::compensation
