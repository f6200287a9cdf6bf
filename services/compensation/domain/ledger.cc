#include "services/compensation/domain/ledger.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace redress::compensation {
namespace {

constexpr absl::string_view kExpense = "expense-";
constexpr std::array<absl::string_view, 9> kReasonWords = {"COMMITTED", "PAID",        "FAILED",    "REVERSED", "CHARGED",
                                                           "SETTLED",   "WRITTEN_OFF", "WITHDRAWN", "REPAID"};

}  // namespace

std::string ExpenseAccount(absl::string_view category) {
  return absl::StrCat(kExpense, category);
}

absl::string_view Word(EntryReason reason) {
  return kReasonWords[static_cast<size_t>(reason)];
}

absl::optional<EntryReason> EntryReasonOf(absl::string_view word) {
  for (size_t i = 0; i < kReasonWords.size(); ++i) {
    if (kReasonWords[i] == word) return static_cast<EntryReason>(i);
  }
  return absl::nullopt;
}

Transfer TransferOf(EntryReason reason, absl::string_view category, const Money& amount) {
  const std::string expense = ExpenseAccount(category);
  switch (reason) {
    case EntryReason::kCommitted:
      return {reason, expense, std::string(kLiability), amount};
    case EntryReason::kPaid:
      return {reason, std::string(kLiability), std::string(kPaid), amount};
    case EntryReason::kFailed:
      return {reason, std::string(kLiability), expense, amount};
    default:
      break;
  }
  return {EntryReason::kReversed, std::string(kPaid), expense, amount};
}

std::vector<Transfer> TransfersOf(GrantState state, absl::string_view category, const Money& amount) {
  std::vector<Transfer> transfers = {TransferOf(EntryReason::kCommitted, category, amount)};
  if (state == GrantState::kPaid || state == GrantState::kReversed) {
    transfers.push_back(TransferOf(EntryReason::kPaid, category, amount));
  }
  if (state == GrantState::kFailed) transfers.push_back(TransferOf(EntryReason::kFailed, category, amount));
  if (state == GrantState::kReversed) transfers.push_back(TransferOf(EntryReason::kReversed, category, amount));
  return transfers;
}

std::string FaultOf(const std::vector<Transfer>& expected, const std::vector<Transfer>& entries) {
  if (expected == entries) return "";
  if (entries.size() < expected.size()) return "GRANT_WITHOUT_ENTRY";
  if (entries.size() > expected.size()) return "ENTRY_WITHOUT_GRANT";
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].reason != expected[i].reason) return "ENTRY_WITHOUT_GRANT";
    if (entries[i].amount != expected[i].amount) return "AMOUNT_DIFFERS";
  }
  return "UNBALANCED";
}

bool WithinFloor(absl::string_view account, int64_t debits_less_credits) {
  const bool charged = absl::StartsWith(account, kExpense) || absl::StartsWith(account, "receivable-") || account == "received" ||
                       account == "written-off";
  return charged ? debits_less_credits >= 0 : debits_less_credits <= 0;
}

}  // namespace redress::compensation
