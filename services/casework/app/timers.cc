#include "services/casework/app/timers.h"

#include <string>
#include <vector>

#include "libs/base/status_macros.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/waiting.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {
namespace {

absl::Status FireOne(const Context& context, const std::string& number, BusinessTime now, int* fired) {
  std::vector<events::NewEvent> said;
  bool changed = false;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    LockCases(transaction, {number});
    ASSIGN_OR_RETURN(const CaseFile seen, GetCase(transaction, number));
    ASSIGN_OR_RETURN(const Change change, FireDue(seen, context.policy, now));
    changed = !change.empty();
    RETURN_IF_ERROR(CommitChange(transaction, context, seen, change, &said).status());
    return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
  }));
  if (changed) ++*fired;
  if (!said.empty()) context.said(said);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> RunTimers(const Context& context) {
  const BusinessTime now = context.time.Now();
  std::vector<std::string> due;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    due = DueCases(transaction, now, kTimerBatch);
    return absl::OkStatus();
  }));
  int fired = 0;
  absl::Status failed;
  for (const std::string& number : due) failed.Update(FireOne(context, number, now, &fired));
  RETURN_IF_ERROR(failed);
  return fired;
}

}  // namespace redress::casework
