// Asking what the policy offers. The platform is read before the transaction; what it said, and what was made of it, is kept.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/once.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {

struct QuotationView {
  std::string name;  // quotations/{id}
  std::string etag;  // empty: it never changes
  Quotation quotation;
};

struct QuoteCommand {
  std::string case_number;  // bare
  std::string customer;     // keyed fingerprint, or empty
  Claim claim;
};

// Errors: those of SubjectsOf, of the policy, of the platform (UNAVAILABLE), of Once.
absl::StatusOr<QuotationView> Quote(const Context& context, const Request& request, const QuoteCommand& command);

// The orders that the lines of a claim name, each once, in the order of their names.
std::set<std::string> OrderNamesIn(const Claim& claim);

// What the policy makes of the claim, not kept yet; without what is said of the customer. `orders`: those of the claim that
// exist.
absl::StatusOr<Quotation> MakeQuotation(const Policy& policy, const QuoteCommand& command, const std::vector<Order>& orders,
                                        BusinessTime now);

// NOT_FOUND, reason QUOTATION_NOT_FOUND.
absl::StatusOr<QuotationView> ReadQuotation(pg::Pool& pool, const std::string& id);

}  // namespace redress::compensation
