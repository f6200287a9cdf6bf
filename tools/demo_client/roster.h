// The demo's staff: reads services/routing/data/roster.yaml and makes every agent known to routing and present, as an ADMIN.
// Agents that are there already stay as they are.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/session.h"

namespace redress::demo {

// The agents of a roster file. NOT_FOUND or INVALID_ARGUMENT, reason ROSTER, with what is wrong.
absl::StatusOr<std::vector<routing::v1::Agent>> ReadRoster(const std::string& path);

struct RosterCounts {
  int created = 0;
  int known = 0;
};
// Creates and sets to ONLINE, several at once. The first failure that waiting does not mend is the result.
absl::StatusOr<RosterCounts> LoadRoster(client::Session& session, const std::vector<routing::v1::Agent>& agents);

}  // namespace redress::demo
