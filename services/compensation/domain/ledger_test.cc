#include "services/compensation/domain/ledger.h"

#include <catch2/catch.hpp>
#include <map>

namespace redress::compensation {
namespace {

const Money kAmount{4'200, Currency::Cny()};

std::map<std::string, int64_t> BalancesOf(const std::vector<Transfer>& transfers) {
  std::map<std::string, int64_t> balances;
  for (const Transfer& transfer : transfers) {
    CHECK(transfer.debit != transfer.credit);
    balances[transfer.debit] += transfer.amount.minor;
    balances[transfer.credit] -= transfer.amount.minor;
  }
  return balances;
}

TEST_CASE("After every state the books balance and say what is owed, paid and spent", "[compensation]") {
  using Row = std::tuple<GrantState, int64_t, int64_t, int64_t>;
  const auto [state, expense, liability, paid] = GENERATE(table<GrantState, int64_t, int64_t, int64_t>(
      {Row{GrantState::kCommitted, 4'200, -4'200, 0}, Row{GrantState::kPaying, 4'200, -4'200, 0},
       Row{GrantState::kPaid, 4'200, 0, -4'200}, Row{GrantState::kFailed, 0, 0, 0}, Row{GrantState::kReversed, 0, 0, 0}}));
  auto balances = BalancesOf(TransfersOf(state, "goodwill", kAmount));
  INFO(Word(state));
  CHECK(balances["expense-goodwill"] == expense);
  CHECK(balances["liability"] == liability);
  CHECK(balances["paid"] == paid);
  int64_t sum = 0;
  for (const auto& [account, balance] : balances) sum += balance;
  CHECK(sum == 0);
}

TEST_CASE("What a grant lacks, has too much of, or has wrong is named", "[compensation]") {
  const auto paid = TransfersOf(GrantState::kPaid, "refund", kAmount);
  CHECK(FaultOf(paid, paid).empty());
  CHECK(FaultOf(paid, {}) == "GRANT_WITHOUT_ENTRY");
  CHECK(FaultOf(paid, {paid[0]}) == "GRANT_WITHOUT_ENTRY");
  CHECK(FaultOf({}, {paid[0]}) == "ENTRY_WITHOUT_GRANT");
  CHECK(FaultOf(paid, {paid[0], paid[1], paid[1]}) == "ENTRY_WITHOUT_GRANT");
  CHECK(FaultOf(paid, TransfersOf(GrantState::kFailed, "refund", kAmount)) == "ENTRY_WITHOUT_GRANT");
  auto wrong = paid;
  wrong[1].amount.minor += 1;
  CHECK(FaultOf(paid, wrong) == "AMOUNT_DIFFERS");
  wrong = paid;
  wrong[1].credit = "expense-goods";
  CHECK(FaultOf(paid, wrong) == "UNBALANCED");
}

TEST_CASE("Entries find back from their words", "[compensation]") {
  for (const auto reason :
       {EntryReason::kCommitted, EntryReason::kPaid, EntryReason::kFailed, EntryReason::kReversed, EntryReason::kCharged,
        EntryReason::kSettled, EntryReason::kWrittenOff, EntryReason::kWithdrawn, EntryReason::kRepaid}) {
    CHECK(EntryReasonOf(Word(reason)) == reason);
  }
  CHECK_FALSE(EntryReasonOf("PAYING").has_value());
}

TEST_CASE("In every state every account is within its floor, and beyond it where an entry is missing", "[compensation]") {
  for (const GrantState state : kGrantStates) {
    const auto transfers = TransfersOf(state, "goods", kAmount);
    for (const auto& [account, balance] : BalancesOf(transfers)) {
      INFO(Word(state) << " " << account);
      CHECK(WithinFloor(account, balance));
    }
    const std::vector<Transfer> headless(transfers.begin() + 1, transfers.end());
    bool below = false;
    for (const auto& [account, balance] : BalancesOf(headless)) below = below || !WithinFloor(account, balance);
    CHECK(below == !headless.empty());
  }
}

}  // namespace
}  // namespace redress::compensation
