// The teams that exist from the first start on, read from a roster file (data/roster.yaml says its form). Agents are no business
// of a start: they come through CreateAgent.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/routing/domain/agent.h"

namespace redress::routing {

// data/roster.yaml of this build.
extern const char* const kDefaultRoster;

// The teams of a roster, every bad one named at once. INVALID_ARGUMENT, reason INVALID_FIELDS or INVALID_ROSTER.
absl::StatusOr<std::vector<Team>> ParseTeams(const std::string& yaml);
// Those of a file; of kDefaultRoster where `path` is empty. NOT_FOUND, reason ROSTER_FILE.
absl::StatusOr<std::vector<Team>> LoadTeamsFile(const std::string& path);
// The agents of a roster, for tests and tools.
absl::StatusOr<std::vector<Agent>> ParseAgents(const std::string& yaml);

}  // namespace redress::routing
