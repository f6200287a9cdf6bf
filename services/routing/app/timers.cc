#include "services/routing/app/timers.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/routing/store/events.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/queue_store.h"

namespace redress::routing {
namespace {

absl::Status ReleaseDue(pqxx::work& transaction, const Context& context, std::vector<events::NewEvent>* said, int* released) {
  const BusinessTime now = context.time.Now();
  std::vector<Change> changes;
  for (const WorkItem& item : LockExpired(transaction, now, kTimerBatch)) {
    ASSIGN_OR_RETURN(Change change, Expire(item, now));
    changes.push_back(std::move(change));
  }
  RETURN_IF_ERROR(CommitChanges(transaction, changes, now));
  const size_t expired = changes.size();
  for (const AbsentItem& absent : LockAbsent(transaction, now - context.policy.offline_grace, kTimerBatch)) {
    const bool offer = absent.item.state == ItemState::kOffered;
    const BusinessTime due =
        std::max(absent.resume_time, absent.offline_time + (offer ? absl::ZeroDuration() : context.policy.offline_grace));
    ASSIGN_OR_RETURN(Change change, ReturnToQueue(absent.item, due));
    changes.push_back(std::move(change));
  }
  RETURN_IF_ERROR(CommitChanges(transaction, absl::MakeConstSpan(changes).subspan(expired), now));
  for (const Change& change : changes) {
    for (events::NewEvent& event : EventsOf(change)) said->push_back(std::move(event));
  }
  *released = static_cast<int>(changes.size());
  return events::Append(transaction, said);
}

}  // namespace

absl::StatusOr<int> RunTimers(const Context& context) {
  int released = 0;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    said.clear();
    return ReleaseDue(transaction, context, &said, &released);
  }));
  if (!said.empty()) context.said(said);
  return released;
}

}  // namespace redress::routing
