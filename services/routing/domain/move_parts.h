// What moves are made of: the step through the table of states, and the way back to the queue. For moves.cc and case_moves.cc
// alone. Pure functions, thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// The item after `event`; its version grows. ILLEGAL_TRANSITION as Next.
absl::StatusOr<Change> Begin(const WorkItem& item, ItemEvent event);

// Nobody has it any more.
void BackToQueue(WorkItem* item);

// The item without its agent, after `event`, with what is said of that.
absl::StatusOr<Change> Release(const WorkItem& item, ItemEvent event, ReleaseReason reason, BusinessTime time);

}  // namespace redress::routing
