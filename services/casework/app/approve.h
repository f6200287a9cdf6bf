// Approval: somebody's yes or no to a plan, by their own authority or one that was lent to them, and the lending.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/app/change_case.h"

namespace redress::casework {

// Errors: those of ChangeCase and of DecideApproval of the domain.
absl::StatusOr<CaseFile> DecideApproval(const Context& context, const Request& request, const Target& target, const Actor& actor,
                                        Authority own, const Decision& decision);

struct DelegationView {
  std::string name;  // its id
  std::string etag;  // empty: it never changes
  Delegation delegation;
};
// Lends what the draft says. Errors: those of Delegate and of Once.
absl::StatusOr<DelegationView> DelegateApproval(const Context& context, const Request& request, const Delegation& draft);

}  // namespace redress::casework
