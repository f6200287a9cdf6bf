#include "services/sla/app/timers.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"

namespace redress::sla {

absl::StatusOr<TimerLook> RunTimers(const Context& context) {
  TimerLook look;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    look = TimerLook();
    const std::set<std::string> due = CasesDue(transaction, context.time.Now(), kTimerBatch);
    if (due.empty()) return absl::OkStatus();
    const std::vector<StoredCase> locked = LockCases(transaction, due, true);
    look.more = !locked.empty();
    ASSIGN_OR_RETURN(look.tended, Tend(transaction, context, locked, &said));
    return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
  }));
  if (!said.empty()) context.said(said);
  absl::optional<BusinessTime> next;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    next = NextTimer(transaction);
    return absl::OkStatus();
  }));
  if (next.has_value()) look.late = std::max(absl::ZeroDuration(), context.time.Now() - *next);
  return look;
}

}  // namespace redress::sla
