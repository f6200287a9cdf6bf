// The platform as compensation needs it: orders to look at, operations to ask for. An operation is known by the grant's id, so
// asking twice is asking once; what became of one can always be looked up. Thread safe. Errors mean that nothing is known.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/machine_time.h"
#include "services/compensation/domain/facts.h"
#include "services/compensation/domain/grant.h"
#include "services/compensation/domain/policy.h"

namespace redress::compensation {

// What the platform says of an operation.
struct Outcome {
  enum class State { kPending, kSucceeded, kFailed };
  State state = State::kPending;
  std::string failure_reason;
  std::string result_reference;
  absl::optional<BusinessTime> end_time;
};

// An operation that succeeded, by the platform's own books.
struct BookedOperation {
  std::string id;                // bare; the grant's
  absl::optional<Money> amount;  // of money and coupons
};

class Shop {
 public:
  virtual ~Shop() = default;
  // Those of the orders (`orders/…`) that exist.
  virtual absl::StatusOr<std::vector<Order>> ReadOrders(const std::vector<std::string>& names, Deadline deadline) = 0;
  // Asks for what the grant gives, under its id. A status says nothing about whether it happens.
  virtual absl::StatusOr<Outcome> Ask(const Grant& grant, const Terms& terms) = 0;
  // Nothing: the platform never received it.
  virtual absl::StatusOr<absl::optional<Outcome>> LookUp(const std::string& grant_id) = 0;
  // Everything that compensation asked for and that succeeded.
  virtual absl::Status VisitBooks(Deadline deadline, absl::FunctionRef<void(const BookedOperation&)> visit) = 0;
};

}  // namespace redress::compensation
