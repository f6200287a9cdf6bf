// Proto ↔ domain: names become bare ids and back; every bad field of a request is named at once. Pure functions; what is allowed
// on business grounds is decided elsewhere.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "services/routing/app/item_moves.h"
#include "services/routing/app/people.h"
#include "services/routing/app/reading.h"

namespace redress::routing {

v1::WorkItem ToProto(const ItemView& view);
v1::Agent ToProto(const AgentView& view);
v1::Team ToProto(const Team& team);

// 1 … 200 code points, no NUL.
void CheckReason(absl::string_view reason, Violations* violations);

// All fields of an agent; output-only ones are left alone. Of them only `name` is checked here, CheckAgent does the rest.
Agent AgentOf(const v1::Agent& proto, Violations* violations);
Team TeamOf(const v1::Team& proto, Violations* violations);
// What an update with this mask does. Violations of `update_mask` for paths that are none or cannot be changed, and of every
// value that the mask names.
struct AgentChange {
  std::vector<std::string> teams;  // that it names, where it changes them
  std::function<void(Agent*)> edit;
};
AgentChange EditOf(const v1::UpdateAgentRequest& request, Violations* violations);

// Filters of listings.
absl::StatusOr<ItemQuery> ItemQueryOf(const v1::ListWorkItemsRequest& request, const Viewer& viewer);
absl::StatusOr<AgentQuery> AgentQueryOf(const v1::ListAgentsRequest& request);
// What binds a page token to its listing.
std::string ListingOf(const v1::ListWorkItemsRequest& request, const Viewer& viewer);

}  // namespace redress::routing
