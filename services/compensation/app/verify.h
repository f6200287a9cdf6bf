// Recomputes the books and compares them with the grants, the budgets and, if wanted, the platform's own books. Finds, mends
// nothing. Safe while grants are made: what is on its way is no fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

// Something in the books that cannot be; the reasons are those of the contract.
struct LedgerFault {
  std::string reason;
  std::string subject;  // `grants/…`, `accounts/…`, `operations/…`, `budgets/…`
  std::string message;
};

struct Verification {
  int64_t entries = 0;
  int64_t grants = 0;
  std::vector<LedgerFault> faults;  // at most 100
};

// Errors: those of the pool, and of the platform where it is asked.
absl::StatusOr<Verification> VerifyLedger(const Context& context, bool ask_platform, Deadline deadline);

}  // namespace redress::compensation
