// The demo's staff: reads services/routing/data/roster.yaml and makes every team and agent known to routing and the agents
// present, as an ADMIN. What is there already stays as it is.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/session.h"

namespace redress::demo {

struct Roster {
  std::vector<routing::v1::Team> teams;
  std::vector<routing::v1::Agent> agents;
};
// NOT_FOUND or INVALID_ARGUMENT, reason ROSTER, with what is wrong.
absl::StatusOr<Roster> ReadRoster(const std::string& path);

struct RosterCounts {
  int created = 0;
  int known = 0;
};
// Creates what is missing and sets all to ONLINE, several at once. The first failure that waiting does not mend is the result.
absl::StatusOr<RosterCounts> LoadRoster(client::Session& session, const Roster& roster);

}  // namespace redress::demo
