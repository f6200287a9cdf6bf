// Verification from what the platform knows: intake says which orders the complaints name, the platform what is true of them, and
// the case keeps the findings. Both are asked before the transaction; what the platform cannot say is left to a person.
#pragma once

#include "absl/status/statusor.h"
#include "services/casework/app/backends.h"
#include "services/casework/app/change_case.h"

namespace redress::casework {

// Errors: those of ChangeCase; NOT_OWNER, CASE_NOT_LIVE; UNAVAILABLE where intake does not answer.
absl::StatusOr<CaseFile> FillChecklist(const Context& context, const Request& request, const Target& target, const Actor& actor);

// What the case's complaints say of orders, all together: each order once; the first amount and product that were told.
absl::StatusOr<ClaimedOrders> ClaimsOfCase(const Context& context, const CaseFile& file, Deadline deadline);

}  // namespace redress::casework
