// Cases, wishes and notices of a batch, in one statement each. All functions run within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/outreach/domain/case_view.h"
#include "services/outreach/domain/notice.h"
#include "services/outreach/domain/way.h"

namespace redress::outreach {

using CaseViews = absl::flat_hash_map<std::string, CaseView>;  // by number
// Cases, locked in the order of their numbers: two replicas never wait for each other. Without those not heard of yet.
CaseViews LockCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers);
// The same, not locked.
CaseViews GetCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers);
// Written, or written over; each number once.
void SaveCases(pqxx::transaction_base& transaction, absl::Span<const CaseView> views);

using Wishes = absl::flat_hash_map<std::string, Preference>;  // by holder
// What these holders said last; without those who never said anything.
Wishes GetPreferences(pqxx::transaction_base& transaction, const std::vector<std::string>& holders);

// Answers how many were written: a fact that has its notice already keeps it as it is.
int InsertNotices(pqxx::transaction_base& transaction, absl::Span<const Notice> notices);

// `after` in place of `before`; nobody takes it for `pause`.
struct NoticeChange {
  Notice before;
  Notice after;
  absl::Duration pause;
};
// Answers which were written, by their place; the others have changed meanwhile.
std::vector<size_t> SaveNotices(pqxx::transaction_base& transaction, absl::Span<const NoticeChange> changes);

}  // namespace redress::outreach
