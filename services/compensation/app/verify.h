// Recomputes the books and their chain and compares them with the grants, the budgets and, if wanted, the platform's own books.
// Finds, mends nothing. Safe while grants are made: what is on its way is no fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/compensation/app/context.h"
#include "services/compensation/domain/chain.h"

namespace redress::compensation {

// Something in the books that cannot be; the reasons are those of the contract.
struct LedgerFault {
  std::string reason;
  std::string subject;  // `grants/…`, `accounts/…`, `operations/…`, `budgets/…`, `claims/…`, `ledgerEntries/…`, `ledgerSeals/…`
  std::string message;
};

struct Verification {
  int64_t entries = 0;
  int64_t grants = 0;
  int64_t links = 0;
  int64_t seals = 0;
  absl::optional<Seal> last_seal;
  std::vector<LedgerFault> faults;  // at most 100
};
// Unless there are 100 already.
void AddFault(Verification* found, std::string reason, std::string subject, std::string message);

// Errors: those of the pool, and of the platform where it is asked.
absl::StatusOr<Verification> VerifyLedger(const Context& context, bool ask_platform, Deadline deadline);

}  // namespace redress::compensation
