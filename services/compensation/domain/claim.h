// Who bears what was given: the claim on the party that the finding of a case holds responsible, from the charge to its end.
// Every change says what it writes into the books, so that they balance whatever happens:
//   charge      receivable-x ← recovery            write off   written-off ← receivable-x
//   settle      received ← receivable-x            repay       payable-x ← received
//   withdraw    recovery ← receivable-x (what is outstanding), payable-x (what was paid), written-off (what was given up)
// Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/compensation/domain/grant.h"
#include "services/compensation/domain/ledger.h"

namespace redress::compensation {

// As in the contract, number for number.
enum class ChargedParty { kPlatform = 1, kSeller, kCarrier, kSupplier };
enum class ClaimState { kOpen = 1, kSettled, kWrittenOff, kWithdrawn };
enum class AppealState { kNone = 0, kPending, kUpheld, kRejected };

// The words of the contract, the schema and the docs.
absl::string_view Word(ChargedParty party);
absl::string_view Word(ClaimState state);
absl::string_view Word(AppealState state);
absl::optional<ChargedParty> ChargedPartyOf(absl::string_view word);
absl::optional<ClaimState> ClaimStateOf(absl::string_view word);
absl::optional<AppealState> AppealStateOf(absl::string_view word);

enum class ClaimEvent {
  kSettlePart,  // the party paid some of it
  kSettleRest,  // … all that was left
  kWriteOff,    // what is left is given up
  kWithdraw,    // it was charged in vain
  kRepay,       // what was paid of a withdrawn one is paid back, or some of it
};
absl::string_view Word(ClaimEvent event);

// The whole life of a claim. What is absent is forbidden.
struct ClaimTransition {
  ClaimState from;
  ClaimEvent event;
  ClaimState to;
};
inline constexpr std::array kClaimTransitions = {
    ClaimTransition{ClaimState::kOpen, ClaimEvent::kSettlePart, ClaimState::kOpen},
    ClaimTransition{ClaimState::kOpen, ClaimEvent::kSettleRest, ClaimState::kSettled},
    ClaimTransition{ClaimState::kOpen, ClaimEvent::kWriteOff, ClaimState::kWrittenOff},
    ClaimTransition{ClaimState::kOpen, ClaimEvent::kWithdraw, ClaimState::kWithdrawn},
    ClaimTransition{ClaimState::kSettled, ClaimEvent::kWithdraw, ClaimState::kWithdrawn},
    ClaimTransition{ClaimState::kWrittenOff, ClaimEvent::kWithdraw, ClaimState::kWithdrawn},
    ClaimTransition{ClaimState::kWithdrawn, ClaimEvent::kRepay, ClaimState::kWithdrawn},
};

// A party may appeal for so long after the charge.
inline constexpr absl::Duration kAppealWithin = absl::Hours(24 * 30);

// Why a claim was withdrawn.
inline constexpr absl::string_view kAppealUpheld = "APPEAL_UPHELD";
inline constexpr absl::string_view kGrantReversed = "GRANT_REVERSED";
inline constexpr absl::string_view kFindingChanged = "FINDING_CHANGED";

// The party's appeal, once.
struct Appeal {
  AppealState state = AppealState::kNone;
  std::string appellant;  // `agents/{agent}`, `backends/{backend}`
  std::string ground;     // an upper-case word
  absl::optional<BusinessTime> time;
  std::string decider;          // `agents/{agent}`
  std::string decision_ground;  // an upper-case word
  absl::optional<BusinessTime> decide_time;
};

struct PartyClaim {
  std::string id;     // bare
  std::string grant;  // bare id
  int32_t partition = 0;
  std::string case_number;
  std::string order;
  ChargedParty party = ChargedParty::kPlatform;
  std::string charger;  // `agents/{agent}`, or `customer`
  Money amount;
  int64_t settled = 0;      // minor units of the amount's currency, as the following
  int64_t written_off = 0;  //
  int64_t repaid = 0;       //
  ClaimState state = ClaimState::kOpen;
  std::string withdraw_reason;
  BusinessTime charge_time;
  BusinessTime appeal_until;
  absl::optional<BusinessTime> end_time;
  Appeal appeal;
  int64_t version = 1;

  // What is still owed to us.
  int64_t outstanding() const { return state == ClaimState::kOpen ? amount.minor - settled : 0; }
  // What we owe the party.
  int64_t owed_back() const { return state == ClaimState::kWithdrawn ? settled - repaid : 0; }
};

// What casework found of a case.
struct CaseFinding {
  std::string case_number;
  int closing = 0;                     // which end of the case it is, from 1
  absl::optional<ChargedParty> party;  // nothing: nobody is charged
  std::string charger;                 // who closed it
  BusinessTime time;
};

// A case that casework merged into another one, or took out again.
struct CaseMerge {
  std::string case_number;
  std::string into;  // empty: it goes on by itself
  BusinessTime time;
};

// A claim after a change, with what the change writes into the books.
struct ClaimMove {
  PartyClaim claim;
  std::vector<Transfer> transfers;
};

// Charges the party of a finding with a paid grant. `id`: bare, new.
ClaimMove Charge(const Grant& grant, const CaseFinding& finding, ChargedParty party, const std::string& id, BusinessTime now);

// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION, or OVER_OUTSTANDING with the figures; INVALID_ARGUMENT naming `amount` in
// another currency. `repayment`: by us.
absl::StatusOr<ClaimMove> Settle(const PartyClaim& claim, const Money& amount, bool repayment, BusinessTime now);
// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION, or APPEAL_PENDING.
absl::StatusOr<ClaimMove> WriteOff(const PartyClaim& claim, BusinessTime now);
// FAILED_PRECONDITION, reason ILLEGAL_TRANSITION. A pending appeal is pending no more: there is nothing left to decide.
absl::StatusOr<ClaimMove> Withdraw(const PartyClaim& claim, absl::string_view reason, BusinessTime now);

// FAILED_PRECONDITION: APPEAL_TAKEN, APPEAL_LATE, ILLEGAL_TRANSITION where the party is owed nothing by being right.
absl::StatusOr<ClaimMove> FileAppeal(const PartyClaim& claim, const std::string& appellant, const std::string& ground,
                                     BusinessTime now);
// An upheld one withdraws the claim. FAILED_PRECONDITION: NO_APPEAL, DECIDER_INVOLVED.
absl::StatusOr<ClaimMove> DecideAppeal(const PartyClaim& claim, const std::string& decider, bool upheld,
                                       const std::string& ground, BusinessTime now);

// What the books must say of a claim in this state, by reason, account by account: each account's debits less its credits.
struct AccountBalance {
  std::string account;
  int64_t minor = 0;
  friend bool operator==(const AccountBalance&, const AccountBalance&) = default;
};
// By account; those that are nothing are left out.
std::vector<AccountBalance> BalancesOf(const PartyClaim& claim);

}  // namespace redress::compensation
