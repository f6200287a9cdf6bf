#include "services/routing/domain/case_moves.h"

#include <algorithm>

#include "libs/base/status_macros.h"
#include "services/routing/domain/move_parts.h"

namespace redress::routing {

absl::StatusOr<Change> End(const WorkItem& item, BusinessTime time) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kEnd));
  const bool owned = item.state == ItemState::kAccepted;
  if (!owned) BackToQueue(&change.next);
  if (!item.agent.empty()) {
    change.place = owned ? PlaceChange::kFinish : PlaceChange::kRelease;
    change.reason = ReleaseReason::kEnded;
    change.place_time = time;
  }
  change.next.waiting = false;
  change.next.done_time = time;
  change.facts.push_back({Fact::Kind::kDone, change.next.agent, time});
  return change;
}

absl::StatusOr<Change> Raise(const WorkItem& item, const Again& again, BusinessTime time) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kRaise));
  WorkItem& next = change.next;
  ++next.raise_count;
  next.severity = std::max(next.severity, again.severity);
  next.vip_level = std::max(next.vip_level, again.vip_level);
  next.supervisors_only |= CriticalForSupervisors(next);
  change.facts.push_back({Fact::Kind::kRaised, "", time});
  return change;
}

absl::StatusOr<Change> SendBack(const WorkItem& item, BusinessTime time) {
  return Release(item, ItemEvent::kMove, ReleaseReason::kCaseChanged, time);
}

absl::StatusOr<Change> Retag(const WorkItem& item, const Tag& tag, const std::string& team, bool agent_stays, BusinessTime time) {
  const bool moves = item.tag.l1 != tag.l1 && item.team != team;
  const bool leaves = moves && !(agent_stays && item.state == ItemState::kAccepted);
  ASSIGN_OR_RETURN(Change change, leaves ? SendBack(item, time) : Begin(item, ItemEvent::kTell));
  WorkItem& next = change.next;
  next.tag = tag;
  next.kind = ItemKind::kHandleCase;
  if (moves) next.team = team;
  // Whoever keeps it has an item of another team, or one to be handled instead of triaged: said again, as of when it was
  // accepted.
  if (!leaves && item.state == ItemState::kAccepted && (next.team != item.team || next.kind != item.kind)) {
    change.facts.push_back({Fact::Kind::kAccepted, item.agent, *item.accept_time});
  }
  return change;
}

absl::StatusOr<Change> LeaveToSupervisors(const WorkItem& item, bool agent_stays, BusinessTime time) {
  const bool leaves = !item.agent.empty() && !agent_stays;
  ASSIGN_OR_RETURN(Change change, leaves ? SendBack(item, time) : Begin(item, ItemEvent::kTell));
  change.next.supervisors_only = true;
  // A case that reopens has lost its owner: a supervisor who keeps it is named again.
  if (!leaves && item.state == ItemState::kAccepted)
    change.facts.push_back({Fact::Kind::kAccepted, item.agent, *item.accept_time});
  return change;
}

absl::StatusOr<Change> SetWaiting(const WorkItem& item, bool waiting, BusinessTime time) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kTell));
  change.next.waiting = waiting;
  if (item.state == ItemState::kAccepted && item.waiting != waiting) {
    change.place = waiting ? PlaceChange::kWait : PlaceChange::kResume;
    change.place_time = time;
  }
  return change;
}

absl::StatusOr<Change> SetDue(const WorkItem& item, absl::optional<BusinessTime> due_time) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kTell));
  change.next.due_time = due_time;
  return change;
}

}  // namespace redress::routing
