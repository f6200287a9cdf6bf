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
