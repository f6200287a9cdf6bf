// What can be seen, and by whom: a viewer who is restricted sees the items that it has and those of its teams, nothing else, and
// cannot tell what it may not see from what does not exist.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "services/routing/app/item_moves.h"
#include "services/routing/app/people.h"
#include "services/routing/store/decision_store.h"
#include "services/routing/store/item_listing.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {

// Who looks.
struct Viewer {
  std::string agent;  // bare id; empty for nobody of routing's
  bool restricted = true;
};

// NOT_FOUND, reason WORK_ITEM_NOT_FOUND, also for an item that the viewer may not see.
absl::StatusOr<ItemView> ReadItem(pg::Pool& pool, const Viewer& viewer, const std::string& id);
// `query.restricted`, `viewer` and `viewer_teams` are filled in here.
absl::StatusOr<std::vector<ItemView>> ReadItems(pg::Pool& pool, const Viewer& viewer, ItemQuery query);
absl::StatusOr<std::vector<StoredDecision>> ReadDecisions(pg::Pool& pool, const std::string& item, int64_t before, int limit);

absl::StatusOr<AgentView> ReadAgent(pg::Pool& pool, const std::string& id);
absl::StatusOr<std::vector<AgentView>> ReadAgents(pg::Pool& pool, const AgentQuery& query);
absl::StatusOr<std::vector<Team>> ReadTeams(pg::Pool& pool);

}  // namespace redress::routing
