#include "services/routing/app/pace.h"

#include "libs/base/status_macros.h"
#include "services/routing/app/assign_round.h"
#include "services/routing/store/queue_store.h"

namespace redress::routing {

absl::StatusOr<events::PaceFacts> ReadPace(const Context& context) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    facts.next_due = NextDue(transaction, context.policy.offline_grace, context.policy.plan.decline_cooldown, context.time.Now());
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const int offers, CountOffersDue(context));
  facts.Add("offers_due", offers);
  return facts;
}

}  // namespace redress::routing
