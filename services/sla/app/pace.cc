#include "services/sla/app/pace.h"

#include "libs/base/status_macros.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {

absl::StatusOr<events::PaceFacts> ReadPace(const Context& context) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    facts = events::PaceFacts();
    facts.next_due = NextTimer(transaction);
    return absl::OkStatus();
  }));
  return facts;
}

}  // namespace redress::sla
