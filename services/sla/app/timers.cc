#include "services/sla/app/timers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/status_macros.h"

namespace redress::sla {
namespace {

// Tends the cases of these that nobody else has, in one transaction.
absl::Status TendThem(const Context& context, const std::set<std::string>& numbers, TimerLook* look) {
  Tended tended;
  bool any = false;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    const std::vector<StoredCase> locked = LockCases(transaction, numbers, true);
    any = !locked.empty();
    ASSIGN_OR_RETURN(tended, Tend(transaction, context, locked, &said));
    return events::Append(transaction, &said);
  }));
  if (!said.empty()) context.said(said);
  look->more = look->more || any;
  std::move(tended.sayings.begin(), tended.sayings.end(), std::back_inserter(look->tended.sayings));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TimerLook> RunTimers(const Context& context) {
  TimerLook look;
  std::set<std::string> due;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    due = CasesDue(transaction, context.time.Now(), kTimerBatch);
    return absl::OkStatus();
  }));
  absl::Status failed = due.empty() ? absl::OkStatus() : TendThem(context, due, &look);
  if (!failed.ok() && !absl::IsUnavailable(failed)) {
    // One that fails stops no other: each for itself. It is looked at again, and its lateness is told.
    for (const std::string& number : due) TendThem(context, {number}, &look).IgnoreError();
  }
  absl::optional<BusinessTime> next;
  failed.Update(context.pool.Read([&](pqxx::transaction_base& transaction) {
    next = NextTimer(transaction);
    return absl::OkStatus();
  }));
  if (next.has_value()) look.late = std::max(absl::ZeroDuration(), context.time.Now() - *next);
  look.failed = failed;
  return look;
}

}  // namespace redress::sla
