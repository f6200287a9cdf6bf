#include "services/compensation/app/pace.h"

#include "libs/base/status_macros.h"
#include "services/compensation/store/grant_store.h"

namespace redress::compensation {

absl::StatusOr<events::PaceFacts> ReadPace(const Context& context) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    facts = events::PaceFacts();
    const OwedCounts counts = CountOwed(transaction);
    facts.Add("grants_owed", counts.committed);
    facts.Add("payments_awaited", counts.paying, /*elsewhere=*/true);
    return absl::OkStatus();
  }));
  return facts;
}

}  // namespace redress::compensation
