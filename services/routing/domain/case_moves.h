// What happens to a case does to its items: each move is a pure function of an item and the fact. Nobody asks for these, so
// nobody is refused: the only failure is ILLEGAL_TRANSITION, for an item that is done.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// The item is over, whoever has it. Who owned it stays named as the one who did the work.
absl::StatusOr<Change> End(const WorkItem& item, BusinessTime time);

// The customer came again. What becomes critical is a supervisor's from then on.
struct Again {
  Severity severity = Severity::kOrdinary;
  int vip_level = 0;
};
absl::StatusOr<Change> Raise(const WorkItem& item, const Again& again, BusinessTime time);

// Back to the queue of its team.
absl::StatusOr<Change> SendBack(const WorkItem& item, BusinessTime time);

// The case has another tag, which `team` handles. Who owns the item keeps it within that team (`agent_stays`), or where the team
// is the same; else it goes to the team's queue. A triage item is one to be handled from then on.
absl::StatusOr<Change> Retag(const WorkItem& item, const Tag& tag, const std::string& team, bool agent_stays, BusinessTime time);

// Nobody but supervisors may have it any more; `agent_stays`: whoever has it is one, and is said to have it once more.
absl::StatusOr<Change> LeaveToSupervisors(const WorkItem& item, bool agent_stays, BusinessTime time);

// The case waits for somebody else, or goes on.
absl::StatusOr<Change> SetWaiting(const WorkItem& item, bool waiting, BusinessTime time);

absl::StatusOr<Change> SetDue(const WorkItem& item, absl::optional<BusinessTime> due_time);

}  // namespace redress::routing
