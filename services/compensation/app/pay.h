// One round of the payer: grants whose turn it is are taken, the platform is asked outside of any transaction, and what it says
// is heard. What is not known stays PAYING and is looked up later; it is asked for again only where the platform never received
// it, and under the same id. Any number of threads and replicas may run rounds at once.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

struct PayResult {
  int asked = 0;                  // grants that were taken
  int settled = 0;                // whose outcome is known now
  int unknown = 0;                // of which nothing was learnt
  std::vector<std::string> left;  // ids of those that `stopping` kept from being asked; under lease until given back
};

// Until `stopping` says so, or the batch is done. Errors: those of the pool; what fails for one grant does not stop the others.
absl::StatusOr<PayResult> PayRound(const Context& context, absl::FunctionRef<bool()> stopping);

// An orderly end leaves nothing behind that others would have to wait a lease for. Errors: those of the pool; then they do wait.
absl::Status GiveBack(const Context& context, absl::Span<const std::string> ids);

}  // namespace redress::compensation
