#include "services/routing/domain/move_parts.h"

#include "libs/base/status_macros.h"

namespace redress::routing {

absl::StatusOr<Change> Begin(const WorkItem& item, ItemEvent event) {
  ASSIGN_OR_RETURN(const ItemState next, Next(item.state, event));
  Change change{.next = item};
  change.next.state = next;
  ++change.next.version;
  return change;
}

void BackToQueue(WorkItem* item) {
  item->agent.clear();
  item->offer_time = item->offer_expire_time = item->accept_time = absl::nullopt;
}

absl::StatusOr<Change> Release(const WorkItem& item, ItemEvent event, ReleaseReason reason, BusinessTime time) {
  ASSIGN_OR_RETURN(Change change, Begin(item, event));
  BackToQueue(&change.next);
  change.place = item.agent.empty() ? PlaceChange::kKeep : PlaceChange::kRelease;
  change.reason = reason;
  change.place_time = time;
  change.facts.push_back({Fact::Kind::kReleased, item.agent, time, reason});
  return change;
}

}  // namespace redress::routing
