#include "services/compensation/domain/claim.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

constexpr std::array<absl::string_view, 4> kPartyWords = {"PLATFORM", "SELLER", "CARRIER", "SUPPLIER"};
constexpr std::array<absl::string_view, 4> kPartyAccounts = {"platform", "seller", "carrier", "supplier"};
constexpr std::array<absl::string_view, 4> kStateWords = {"OPEN", "SETTLED", "WRITTEN_OFF", "WITHDRAWN"};
constexpr std::array<absl::string_view, 4> kAppealWords = {"NONE", "PENDING", "UPHELD", "REJECTED"};
constexpr std::array<absl::string_view, 5> kEventWords = {"settle in part", "settle", "write off", "withdraw", "repay"};

constexpr char kRecovery[] = "recovery";
constexpr char kReceived[] = "received";
constexpr char kWrittenOff[] = "written-off";

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

std::string Receivable(const PartyClaim& claim) {
  return absl::StrCat("receivable-", kPartyAccounts[static_cast<size_t>(claim.party) - 1]);
}
std::string Payable(const PartyClaim& claim) {
  return absl::StrCat("payable-", kPartyAccounts[static_cast<size_t>(claim.party) - 1]);
}

template <size_t N>
absl::optional<size_t> PlaceOf(const std::array<absl::string_view, N>& words, absl::string_view word) {
  for (size_t i = 0; i < N; ++i) {
    if (words[i] == word) return i;
  }
  return absl::nullopt;
}

absl::StatusOr<ClaimState> Next(ClaimState from, ClaimEvent event) {
  std::vector<absl::string_view> legal;
  for (const ClaimTransition& transition : kClaimTransitions) {
    if (transition.from != from) continue;
    if (transition.event == event) return transition.to;
    legal.push_back(Word(transition.event));
  }
  return Refuse("ILLEGAL_TRANSITION", absl::StrCat("a claim that is ", Word(from), " does not allow `", Word(event),
                                                   "`; allowed: ", absl::StrJoin(legal, ", ")));
}

// The claim moved by the event, with its next version.
absl::StatusOr<PartyClaim> Moved(const PartyClaim& claim, ClaimEvent event, BusinessTime now) {
  PartyClaim next = claim;
  ASSIGN_OR_RETURN(next.state, Next(claim.state, event));
  ++next.version;
  if (next.state != ClaimState::kOpen && next.state != claim.state) next.end_time = now;
  return next;
}

void AddTransfer(ClaimMove* move, EntryReason reason, std::string debit, std::string credit, int64_t minor) {
  if (minor > 0) move->transfers.push_back({reason, std::move(debit), std::move(credit), {minor, move->claim.amount.currency}});
}

absl::Status CheckAmount(const PartyClaim& claim, const Money& amount, int64_t owed) {
  if (amount.currency != claim.amount.currency || amount.minor <= 0) {
    Violations violations;
    violations.Add("amount", "must be positive, in the claim's currency");
    return violations.ToStatus();
  }
  if (amount.minor <= owed) return absl::OkStatus();
  return Refuse("OVER_OUTSTANDING", absl::StrCat(owed, " minor units are owed, ", amount.minor, " are entered"));
}

}  // namespace

absl::string_view Word(ChargedParty party) {
  return kPartyWords[static_cast<size_t>(party) - 1];
}
absl::string_view Word(ClaimState state) {
  return kStateWords[static_cast<size_t>(state) - 1];
}
absl::string_view Word(AppealState state) {
  return kAppealWords[static_cast<size_t>(state)];
}
absl::string_view Word(ClaimEvent event) {
  return kEventWords[static_cast<size_t>(event)];
}

absl::optional<ChargedParty> ChargedPartyOf(absl::string_view word) {
  const absl::optional<size_t> place = PlaceOf(kPartyWords, word);
  return place.has_value() ? absl::make_optional(static_cast<ChargedParty>(*place + 1)) : absl::nullopt;
}
absl::optional<ClaimState> ClaimStateOf(absl::string_view word) {
  const absl::optional<size_t> place = PlaceOf(kStateWords, word);
  return place.has_value() ? absl::make_optional(static_cast<ClaimState>(*place + 1)) : absl::nullopt;
}
absl::optional<AppealState> AppealStateOf(absl::string_view word) {
  const absl::optional<size_t> place = PlaceOf(kAppealWords, word);
  return place.has_value() ? absl::make_optional(static_cast<AppealState>(*place)) : absl::nullopt;
}

ClaimMove Charge(const Grant& grant, const CaseFinding& finding, ChargedParty party, const std::string& id, BusinessTime now) {
  ClaimMove move;
  PartyClaim& claim = move.claim;
  claim.id = id;
  claim.grant = grant.id;
  claim.partition = grant.partition;
  claim.case_number = grant.case_number;
  claim.order = grant.option.order;
  claim.party = party;
  claim.charger = finding.charger;
  claim.amount = grant.option.amount;
  claim.charge_time = now;
  claim.appeal_until = now + kAppealWithin;
  AddTransfer(&move, EntryReason::kCharged, Receivable(claim), kRecovery, claim.amount.minor);
  return move;
}

absl::StatusOr<ClaimMove> Settle(const PartyClaim& claim, const Money& amount, bool repayment, BusinessTime now) {
  const bool rest = !repayment && amount.minor == claim.outstanding();
  const ClaimEvent event = repayment ? ClaimEvent::kRepay : rest ? ClaimEvent::kSettleRest : ClaimEvent::kSettlePart;
  ClaimMove move;
  ASSIGN_OR_RETURN(move.claim, Moved(claim, event, now));
  RETURN_IF_ERROR(CheckAmount(claim, amount, repayment ? claim.owed_back() : claim.outstanding()));
  if (repayment) {
    move.claim.repaid += amount.minor;
    AddTransfer(&move, EntryReason::kRepaid, Payable(claim), kReceived, amount.minor);
  } else {
    move.claim.settled += amount.minor;
    AddTransfer(&move, EntryReason::kSettled, kReceived, Receivable(claim), amount.minor);
  }
  return move;
}

absl::StatusOr<ClaimMove> WriteOff(const PartyClaim& claim, BusinessTime now) {
  ClaimMove move;
  ASSIGN_OR_RETURN(move.claim, Moved(claim, ClaimEvent::kWriteOff, now));
  if (claim.appeal.state == AppealState::kPending) return Refuse("APPEAL_PENDING", "an appeal has to be decided first");
  move.claim.written_off = claim.outstanding();
  AddTransfer(&move, EntryReason::kWrittenOff, kWrittenOff, Receivable(claim), claim.outstanding());
  return move;
}

absl::StatusOr<ClaimMove> Withdraw(const PartyClaim& claim, absl::string_view reason, BusinessTime now) {
  ClaimMove move;
  ASSIGN_OR_RETURN(move.claim, Moved(claim, ClaimEvent::kWithdraw, now));
  move.claim.withdraw_reason = std::string(reason);
  if (claim.appeal.state == AppealState::kPending) move.claim.appeal = {};
  AddTransfer(&move, EntryReason::kWithdrawn, kRecovery, Receivable(claim), claim.outstanding());
  AddTransfer(&move, EntryReason::kWithdrawn, kRecovery, Payable(claim), claim.settled);
  AddTransfer(&move, EntryReason::kWithdrawn, kRecovery, kWrittenOff, claim.written_off);
  return move;
}

absl::StatusOr<ClaimMove> FileAppeal(const PartyClaim& claim, const std::string& appellant, const std::string& ground,
                                     BusinessTime now) {
  if (claim.appeal.state != AppealState::kNone) return Refuse("APPEAL_TAKEN", "a party appeals once");
  if (claim.state == ClaimState::kWithdrawn || claim.state == ClaimState::kWrittenOff) {
    return Refuse("ILLEGAL_TRANSITION", absl::StrCat("a claim that is ", Word(claim.state), " allows no appeal"));
  }
  if (now > claim.appeal_until) {
    return Refuse("APPEAL_LATE", absl::StrCat("an appeal was possible until ", claim.appeal_until.ToRfc3339()));
  }
  ClaimMove move{claim, {}};
  ++move.claim.version;
  move.claim.appeal.state = AppealState::kPending;
  move.claim.appeal.appellant = appellant;
  move.claim.appeal.ground = ground;
  move.claim.appeal.time = now;
  return move;
}

absl::StatusOr<ClaimMove> DecideAppeal(const PartyClaim& claim, const std::string& decider, bool upheld,
                                       const std::string& ground, BusinessTime now) {
  if (claim.appeal.state != AppealState::kPending) return Refuse("NO_APPEAL", "no appeal is pending");
  if (decider == claim.charger || decider == claim.appeal.appellant) {
    return Refuse("DECIDER_INVOLVED", "whoever charged or brought the appeal does not decide it");
  }
  ClaimMove move{claim, {}};
  if (upheld) {
    ASSIGN_OR_RETURN(move, Withdraw(claim, kAppealUpheld, now));
  } else {
    ++move.claim.version;
  }
  move.claim.appeal = claim.appeal;
  move.claim.appeal.state = upheld ? AppealState::kUpheld : AppealState::kRejected;
  move.claim.appeal.decider = decider;
  move.claim.appeal.decision_ground = ground;
  move.claim.appeal.decide_time = now;
  return move;
}

std::vector<AccountBalance> BalancesOf(const PartyClaim& claim) {
  const bool withdrawn = claim.state == ClaimState::kWithdrawn;
  std::map<std::string, int64_t> balances;
  balances[Receivable(claim)] = claim.outstanding();
  balances[kRecovery] = withdrawn ? 0 : -claim.amount.minor;
  balances[kReceived] = claim.settled - claim.repaid;
  balances[kWrittenOff] = withdrawn ? 0 : claim.written_off;
  balances[Payable(claim)] = -claim.owed_back();
  std::vector<AccountBalance> standing;
  for (const auto& [account, minor] : balances) {
    if (minor != 0) standing.push_back({account, minor});
  }
  return standing;
}

}  // namespace redress::compensation
