// What is read of clocks: computed from the facts at the moment of the question, so that spent time and state are right whether a
// timer has run or not.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/sla/app/context.h"
#include "services/sla/domain/look.h"
#include "services/sla/store/listing.h"

namespace redress::sla {

// A clock with the case it belongs to.
struct CaseClock {
  std::string case_number;
  Clock clock;
};

// The clocks of a case by start, then by id. NOT_FOUND, reason CASE_NOT_FOUND: nothing was heard of it.
absl::StatusOr<std::vector<CaseClock>> ListClocks(const Context& context, const std::string& case_number);

// A page of what is owed.
struct DuePage {
  std::vector<CaseClock> clocks;
  std::string next;  // KeyOf the last one; empty: there are no more
};
// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN.
absl::StatusOr<DuePage> ListDueClocks(const Context& context, const DueQuery& query);

// `version` empty: the one in force. NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const Context& context, const std::string& version);

}  // namespace redress::sla
