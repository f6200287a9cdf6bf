// What is read of cases, and by whom: a specialist sees those that it owns, owned, or had a work item of; others do not exist for
// it. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/next_step.h"
#include "services/casework/store/audit_store.h"
#include "services/casework/store/listing.h"

namespace redress::casework {

// The case as it is, for a decision about what to ask of others first; the etag is not looked at. CASE_NOT_FOUND also where
// `target.reader` may not see it.
absl::StatusOr<CaseFile> Look(const Context& context, const Target& target);

struct CaseView {
  CaseFile file;
  std::vector<std::string> earlier;  // numbers of the same customer's earlier cases, newest first
};
inline constexpr int kEarlierMax = 20;
absl::StatusOr<CaseView> ReadCase(const Context& context, const Target& target);

// One page; the cases come without their earlier ones.
absl::StatusOr<std::vector<CaseFile>> ReadCases(const Context& context, const CaseQuery& query);

struct Timeline {
  std::vector<AuditEntry> entries;
  absl::optional<NextStep> next_step;
};
// Entries after `after`, oldest first.
absl::StatusOr<Timeline> ReadTimeline(const Context& context, const Target& target, int64_t after, int limit);

// Of one case, or of all for an empty number, as of one instant. CASE_NOT_FOUND.
absl::StatusOr<AuditReport> VerifyTrails(const Context& context, const std::string& number, Deadline deadline);

}  // namespace redress::casework
