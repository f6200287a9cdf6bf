// The others as casework needs them: intake for what a complaint says of orders, the platform for what is true of them,
// compensation for what the policy offers, and both for doing what was promised. Asked outside any transaction. Thread safe;
// blocks. A status means that nothing is known.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/machine_time.h"
#include "libs/base/money.h"
#include "libs/base/uuid.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "services/casework/app/execute.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/domain/checklist.h"
#include "services/casework/domain/market.h"

namespace redress::casework {

// What a complaint says that can be verified. Not to be stored.
struct ClaimedOrders {
  std::vector<std::string> orders;  // `orders/{order}`
  absl::optional<Money> amount_paid;
  std::string product;
};

// What compensation is asked for one cause of a case.
struct QuoteQuestion {
  Uuid request_id;
  std::string case_number;
  std::string customer;  // keyed fingerprint; empty: anonymous
  Tag cause;
  std::vector<QuotedLine> lines;
  std::vector<std::string> findings;
  absl::optional<Money> claimed;
  std::string channel;  // of the case, as the contract's word: `CHAT`
  Market market;
};

class Backends {
 public:
  virtual ~Backends() = default;
  // Of these complaints, those that intake still knows.
  virtual absl::StatusOr<std::vector<ClaimedOrders>> ReadClaims(const std::vector<std::string>& complaints,
                                                                Deadline deadline) = 0;
  // One for each name (`orders/…`), in their order.
  virtual absl::StatusOr<std::vector<OrderFacts>> ReadOrders(const std::vector<std::string>& names, Deadline deadline) = 0;
  virtual absl::StatusOr<compensation::v1::Quotation> Quote(const QuoteQuestion& question, Deadline deadline) = 0;
  // Every option of these quotations (`quotations/…`); one that there is not has none.
  virtual absl::StatusOr<std::vector<QuotedOption>> ReadQuotations(const std::vector<std::string>& names, Deadline deadline) = 0;
  // Asks for a step, under its name; see Perform.
  virtual StepOutcome Ask(const StepOrder& order) = 0;
};

}  // namespace redress::casework
