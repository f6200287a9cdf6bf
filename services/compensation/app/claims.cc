#include "services/compensation/app/claims.h"

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "services/compensation/store/grant_store.h"

namespace redress::compensation {
namespace {

// More than any case goes through; casework lets none be merged into itself.
constexpr int kMergesMax = 32;

void Say(const absl::optional<PartyClaim>& before, const PartyClaim& after, BusinessTime now,
         std::vector<events::NewEvent>* said) {
  for (events::NewEvent& event : EventsOf(before, after, now)) said->push_back(std::move(event));
}

void ChargeGrant(pqxx::transaction_base& transaction, const Grant& grant, const CaseFinding& finding, BusinessTime now,
                 std::vector<events::NewEvent>* said) {
  const ClaimMove move = Charge(grant, finding, *finding.party, Uuid::NewOrdered().ToString(), now);
  InsertClaim(transaction, move, now);
  Say(absl::nullopt, move.claim, now, said);
}

absl::Status WithdrawClaim(pqxx::transaction_base& transaction, const PartyClaim& claim, absl::string_view reason,
                           BusinessTime now, std::vector<events::NewEvent>* said) {
  ASSIGN_OR_RETURN(const ClaimMove move, Withdraw(claim, reason, now));
  RETURN_IF_ERROR(SaveClaim(transaction, move, now));
  Say(claim, move.claim, now, said);
  return absl::OkStatus();
}

absl::Status ChargeUncharged(pqxx::transaction_base& transaction, const CaseFinding& finding, BusinessTime now,
                             std::vector<events::NewEvent>* said) {
  if (!finding.party.has_value()) return absl::OkStatus();
  for (const std::string& id : UnchargedGrants(transaction, finding.case_number, *finding.party)) {
    ASSIGN_OR_RETURN(const Grant grant, GetGrant(transaction, id));
    ChargeGrant(transaction, grant, finding, now, said);
  }
  return absl::OkStatus();
}

// Locks the case and those into which it was merged, one after the other; what the last one was found.
absl::optional<CaseFinding> LockLastFinding(pqxx::transaction_base& transaction, std::string case_number) {
  absl::optional<CaseFinding> finding = LockFinding(transaction, case_number);
  for (int merges = 0; merges < kMergesMax; ++merges) {
    case_number = MergedInto(transaction, case_number);
    if (case_number.empty()) break;
    finding = LockFinding(transaction, case_number);
  }
  return finding;
}

absl::StatusOr<ClaimView> Again(pqxx::transaction_base& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(PartyClaim claim, GetClaim(transaction, std::string(absl::StripPrefix(name, "claims/"))));
  return ViewOf(std::move(claim));
}

// One change of one claim: load, decide, commit.
absl::StatusOr<ClaimView> Change(const Context& context, const Request& request, const std::string& id, const std::string& etag,
                                 absl::FunctionRef<absl::StatusOr<ClaimMove>(const PartyClaim&, BusinessTime)> decide) {
  return Once<ClaimView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<ClaimView> {
        ASSIGN_OR_RETURN(const PartyClaim claim, LockClaim(transaction, id));
        if (!etag.empty() && etag != absl::StrCat(claim.version)) {
          return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "it has changed since you read it");
        }
        const BusinessTime now = context.time.Now();
        ASSIGN_OR_RETURN(ClaimMove move, decide(claim, now));
        RETURN_IF_ERROR(SaveClaim(transaction, move, now));
        Say(claim, move.claim, now, said);
        return ViewOf(std::move(move.claim));
      },
      &Again);
}

}  // namespace

ClaimView ViewOf(PartyClaim claim) {
  return {absl::StrCat("claims/", claim.id), absl::StrCat(claim.version), std::move(claim)};
}

absl::Status HearFinding(pqxx::work& transaction, const CaseFinding& finding, BusinessTime now,
                         std::vector<events::NewEvent>* said) {
  const absl::optional<CaseFinding> former = LockFinding(transaction, finding.case_number);
  if (former.has_value() && former->closing >= finding.closing) return absl::OkStatus();
  SaveFinding(transaction, finding);
  for (const PartyClaim& claim : LockClaimsOf(transaction, finding.case_number)) {
    if (finding.party == claim.party) continue;
    RETURN_IF_ERROR(WithdrawClaim(transaction, claim, kFindingChanged, now, said));
  }
  return ChargeUncharged(transaction, finding, now, said);
}

absl::Status HearMerge(pqxx::work& transaction, const CaseMerge& merge, BusinessTime now, std::vector<events::NewEvent>* said) {
  // All under their locks, the one that is merged away first, as whoever pays for it takes them.
  LockFinding(transaction, merge.case_number);
  if (MergedInto(transaction, merge.case_number) == merge.into) return absl::OkStatus();
  SaveMerge(transaction, merge);
  // What was charged stands until the case that was taken out ends by itself.
  if (merge.into.empty()) return absl::OkStatus();
  const absl::optional<CaseFinding> finding = LockLastFinding(transaction, merge.into);
  return finding.has_value() ? ChargeUncharged(transaction, *finding, now, said) : absl::OkStatus();
}

absl::optional<CaseFinding> FindingFor(pqxx::transaction_base& transaction, const Grant& grant) {
  return LockLastFinding(transaction, grant.case_number);
}

absl::Status FollowGrant(pqxx::transaction_base& transaction, const Grant& grant, const absl::optional<CaseFinding>& finding,
                         BusinessTime now, std::vector<events::NewEvent>* said) {
  if (grant.state == GrantState::kPaid && finding.has_value() && finding->party.has_value()) {
    ChargeGrant(transaction, grant, *finding, now, said);
  }
  if (grant.state != GrantState::kReversed) return absl::OkStatus();
  const absl::optional<PartyClaim> claim = LockStandingClaim(transaction, grant.id);
  return claim.has_value() ? WithdrawClaim(transaction, *claim, kGrantReversed, now, said) : absl::OkStatus();
}

absl::StatusOr<ClaimView> RecordSettlement(const Context& context, const Request& request, const SettleCommand& command) {
  return Change(context, request, command.claim, command.etag,
                [&](const PartyClaim& claim, BusinessTime now) { return Settle(claim, command.amount, command.repayment, now); });
}

absl::StatusOr<ClaimView> WriteOffClaim(const Context& context, const Request& request, const WriteOffCommand& command) {
  return Change(context, request, command.claim, command.etag,
                [&](const PartyClaim& claim, BusinessTime now) { return WriteOff(claim, now); });
}

absl::StatusOr<ClaimView> AppealCharge(const Context& context, const Request& request, const AppealCommand& command) {
  return Change(context, request, command.claim, "", [&](const PartyClaim& claim, BusinessTime now) {
    return FileAppeal(claim, request.key.caller, command.ground, now);
  });
}

absl::StatusOr<ClaimView> DecideAppeal(const Context& context, const Request& request, const DecideCommand& command) {
  return Change(context, request, command.claim, command.etag, [&](const PartyClaim& claim, BusinessTime now) {
    return compensation::DecideAppeal(claim, request.key.caller, command.upheld, command.ground, now);
  });
}

absl::StatusOr<ClaimView> ReadClaim(pg::Pool& pool, const std::string& id) {
  absl::StatusOr<ClaimView> view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    view = Again(transaction, id);
    return view.status();
  }));
  return view;
}

absl::StatusOr<std::vector<PartyClaim>> ReadClaims(pg::Pool& pool, const ClaimQuery& query) {
  absl::StatusOr<std::vector<PartyClaim>> claims;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    claims = ListClaims(transaction, query);
    return claims.status();
  }));
  return claims;
}

}  // namespace redress::compensation
