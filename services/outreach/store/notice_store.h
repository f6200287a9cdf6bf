// Notices as rows. A change is made of what was read: a row that changed meanwhile refuses it (CONCURRENT_CHANGE). All functions
// run within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/outreach/domain/case_view.h"
#include "services/outreach/domain/notice.h"

namespace redress::outreach {

// NOT_FOUND, reason NOTICE_NOT_FOUND.
absl::StatusOr<Notice> GetNotice(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& id);
absl::StatusOr<Notice> LockNotice(pqxx::transaction_base& transaction, const std::string& case_number, const std::string& id);
// Oldest first.
std::vector<Notice> ListNotices(pqxx::transaction_base& transaction, const std::string& case_number);

// Takes notices that are owed at `now` for `lease` of machine time, the longest owed first; nobody else takes them meanwhile.
struct TakeOptions {
  BusinessTime now;
  int limit = 16;
  absl::Duration lease = absl::Minutes(2);
};
std::vector<Notice> TakeDue(pqxx::transaction_base& transaction, const TakeOptions& options);
// The statement of TakeDue, whose plan a test looks at.
extern const char kTakeDueSql[];

// Takes back what was taken and is not handed over now: due again at once.
void GiveBack(pqxx::transaction_base& transaction, absl::Span<const Notice> notices);

// `after` in place of `before`; nobody takes it for `pause`. ABORTED, reason CONCURRENT_CHANGE.
absl::Status SaveNotice(pqxx::transaction_base& transaction, const Notice& before, const Notice& after, absl::Duration pause);

// The notices that `superseded` means and nobody has taken up yet, locked.
std::vector<Notice> LockPending(pqxx::transaction_base& transaction, const std::string& case_number,
                                const Superseded& superseded);

// How many wait, by kind, and how long the longest owed of all has been (business time; zero: none).
struct Waiting {
  std::vector<std::pair<NoticeKind, int64_t>> counts;
  absl::Duration oldest;
};
Waiting CountWaiting(pqxx::transaction_base& transaction, BusinessTime now);

// What is due and what comes next, for the pace of the service. A notice that was tried in vain again and again is neither: it
// waits for a provider or another service, and no business time brings it on.
struct OwedCounts {
  int64_t due = 0;
  int64_t progress = 0;
  absl::optional<BusinessTime> next_notice;
  absl::optional<BusinessTime> next_progress;
};
OwedCounts CountOwed(pqxx::transaction_base& transaction, BusinessTime now);

}  // namespace redress::outreach
