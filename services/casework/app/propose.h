// What may be promised: the policy's offer for a case, and a plan made of such offers. Compensation is asked before the
// transaction; the plan keeps what it said, and its hash covers it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/app/backends.h"
#include "services/casework/app/change_case.h"

namespace redress::casework {

struct QuoteDraft {
  Tag cause;                      // empty: the tag of record
  std::vector<QuotedLine> lines;  // empty: every line of the case's orders
  std::vector<std::string> findings;
  absl::optional<Money> claimed;
};
// Compensation's quotation; the same request is answered with the same one. Errors: CASE_NOT_FOUND, NOT_OWNER, CASE_NOT_LIVE;
// FAILED_PRECONDITION, reason TAG_MISSING, where neither the request nor the case says what it is about; those of Quote.
absl::StatusOr<compensation::v1::Quotation> QuoteCase(const Context& context, const Request& request, const Target& target,
                                                      const Actor& actor, const QuoteDraft& command);

// Errors: those of ChangeCase, of ProposePlan of the domain, UNAVAILABLE where compensation does not answer.
absl::StatusOr<CaseFile> ProposePlan(const Context& context, const Request& request, const Target& target, const Actor& actor,
                                     const std::vector<PlanStep>& steps);

}  // namespace redress::casework
