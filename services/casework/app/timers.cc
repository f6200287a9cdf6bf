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
  bool changed = false;
  const auto fire = [&](const CaseFile& file, BusinessTime) { return FireDue(file, context.policy, now); };
  RETURN_IF_ERROR(Tend(context, number, fire, &changed).status());
  if (changed) ++*fired;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> RunTimers(const Context& context, DuePlace* place) {
  const BusinessTime now = context.time.Now();
  std::vector<DuePlace> due;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    due = DueCases(transaction, now, *place, kTimerBatch);
    return absl::OkStatus();
  }));
  *place = due.size() < kTimerBatch ? DuePlace() : due.back();
  int fired = 0;
  absl::Status failed;
  for (const DuePlace& one : due) failed.Update(FireOne(context, one.number, now, &fired));
  RETURN_IF_ERROR(failed);
  return fired;
}

}  // namespace redress::casework
