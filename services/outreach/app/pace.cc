#include "services/outreach/app/pace.h"

#include "libs/base/status_macros.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {

absl::StatusOr<events::PaceFacts> ReadPace(const Context& context) {
  events::PaceFacts facts;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    facts = events::PaceFacts();
    const OwedCounts counts = CountOwed(transaction, context.time.Now());
    facts.DueAt(counts.next_notice);
    facts.DueAt(counts.next_progress);
    facts.Add("progress_due", counts.progress);
    facts.Add("notices_due", counts.due);
    return absl::OkStatus();
  }));
  return facts;
}

}  // namespace redress::outreach
