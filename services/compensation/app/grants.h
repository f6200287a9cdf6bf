// Giving, and what becomes of it: load, decide, commit, one use case a function. The decisions are those of domain/grant.h and
// domain/grant_state.h, whose refusals pass through. Further errors: NOT_FOUND; ABORTED, reason ETAG_MISMATCH; those of Once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/once.h"
#include "services/compensation/domain/abuse.h"
#include "services/compensation/domain/grant.h"

namespace redress::compensation {

struct GrantView {
  std::string name;  // grants/{id}
  std::string etag;
  Grant grant;
  std::vector<AbuseFlag> flags = {};  // that were raised with it; in the answer of CommitGrant alone
};
GrantView ViewOf(Grant grant);

// Takes the entitlement, the limits and the budget, and writes the books, in one transaction; the payer does the rest.
// A refusal (FAILED_PRECONDITION) is the answer of its request for ever: who retries after one asks under another request id.
absl::StatusOr<GrantView> CommitGrant(const Context& context, const Request& request, const GrantCommand& command);

struct ReverseCommand {
  std::string grant;  // bare id
  std::string etag;   // empty: whatever it is now
  std::string reason;
};
absl::StatusOr<GrantView> ReverseGrant(const Context& context, const Request& request, const ReverseCommand& command);

// What the platform says became of a grant: moves it once, however often it is said. PENDING changes nothing.
// FAILED_PRECONDITION, reason OUTCOME_CONTRADICTED, and an error in the log, where the opposite is known, or nobody had asked.
absl::StatusOr<GrantView> RecordOutcome(const Context& context, const std::string& grant, const Outcome& outcome);

// `proposer`: bare id of whose grants may be seen; others do not exist then. Empty: everybody's.
absl::StatusOr<GrantView> ReadGrant(pg::Pool& pool, const std::string& id, const std::string& proposer = "");

}  // namespace redress::compensation
