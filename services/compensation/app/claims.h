// Who bears what was given: charging what is paid and found, and what becomes of the claims. One use case a function; the
// decisions are those of domain/claim.h, whose refusals pass through. Further errors: NOT_FOUND, reason CLAIM_NOT_FOUND; ABORTED,
// reason ETAG_MISMATCH; those of Once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/once.h"
#include "services/compensation/store/claim_store.h"

namespace redress::compensation {

struct ClaimView {
  std::string name;  // claims/{id}
  std::string etag;
  PartyClaim claim;
};
ClaimView ViewOf(PartyClaim claim);

// A case ended, as casework tells: what was paid for it is charged to the party that was found responsible; what another party
// was charged with before is withdrawn. In the transaction of whoever hears it. An end that is not the newest known changes
// nothing.
absl::Status HearFinding(pqxx::work& transaction, const CaseFinding& finding, BusinessTime now,
                         std::vector<events::NewEvent>* said);
// A case was merged away, as casework tells: what was paid for it is borne by whom the other case found, or will find,
// responsible. As HearFinding. Told again, it changes nothing.
absl::Status HearMerge(pqxx::work& transaction, const CaseMerge& merge, BusinessTime now, std::vector<events::NewEvent>* said);
// To be called, with the grant's row locked and before anything else is, where a grant becomes paid or is taken back: locks its
// case, and those into which it was merged, and says what the last of them was found.
absl::optional<CaseFinding> FindingFor(pqxx::transaction_base& transaction, const Grant& grant);
// The grant has just moved, as stored: charges it, or withdraws the claim.
absl::Status FollowGrant(pqxx::transaction_base& transaction, const Grant& grant, const absl::optional<CaseFinding>& finding,
                         BusinessTime now, std::vector<events::NewEvent>* said);

struct SettleCommand {
  std::string claim;  // bare id, as in the following
  std::string etag;   // empty: whatever it is now
  Money amount;
  bool repayment = false;
};
absl::StatusOr<ClaimView> RecordSettlement(const Context& context, const Request& request, const SettleCommand& command);

struct WriteOffCommand {
  std::string claim;
  std::string etag;
};
absl::StatusOr<ClaimView> WriteOffClaim(const Context& context, const Request& request, const WriteOffCommand& command);

struct AppealCommand {
  std::string claim;
  std::string ground;
};
// Brought by whoever asks.
absl::StatusOr<ClaimView> AppealCharge(const Context& context, const Request& request, const AppealCommand& command);

struct DecideCommand {
  std::string claim;
  std::string etag;
  bool upheld = false;
  std::string ground;
};
// Decided by whoever asks.
absl::StatusOr<ClaimView> DecideAppeal(const Context& context, const Request& request, const DecideCommand& command);

absl::StatusOr<ClaimView> ReadClaim(pg::Pool& pool, const std::string& id);
absl::StatusOr<std::vector<PartyClaim>> ReadClaims(pg::Pool& pool, const ClaimQuery& query);

}  // namespace redress::compensation
