// What casework tells of cases, applied in the transaction of the consumer that read it: how they stand decides where the same
// matter belongs when it comes again; and a complaint for which casework opened a case of its own leaves the one that intake had
// linked it to. What was told before changes nothing.
#pragma once

#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"
#include "services/intake/domain/case_standing.h"

namespace redress::intake {

// Casework opened a case under the complaint's own number.
struct OwnCase {
  int64_t complaint = 0;  // as stored
  BusinessTime time;
};

// Returns what is to be said: ComplaintUnlinked of each complaint that left a case. ABORTED where somebody else changes its link.
absl::StatusOr<std::vector<events::NewEvent>> FollowCasework(pqxx::work& transaction, absl::Span<const CaseNews> news,
                                                             absl::Span<const OwnCase> opened);

}  // namespace redress::intake
