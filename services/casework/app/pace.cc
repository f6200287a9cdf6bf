#include "services/casework/app/pace.h"

#include "libs/base/status_macros.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {

absl::StatusOr<events::PaceFacts> ReadPace(const Context& context) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    facts = events::PaceFacts();
    facts.next_due = NextTimer(transaction);
    const ExecutionCounts counts = CountExecutions(transaction);
    facts.Add("steps_to_begin", counts.to_begin);
    facts.Add("outcomes_awaited", counts.awaited, /*elsewhere=*/true);
    return absl::OkStatus();
  }));
  return facts;
}

}  // namespace redress::casework
