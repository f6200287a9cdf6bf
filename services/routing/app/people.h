// Agents and teams: load, decide, commit, one use case a function. A change of people makes the assigner look again at once:
// whoever comes, learns a skill or gets room is offered what waits without a sweep in between.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/routing/app/context.h"
#include "services/routing/app/once.h"
#include "services/routing/domain/agent.h"

namespace redress::routing {

struct AgentView {
  std::string name;  // agents/{id}
  std::string etag;
  Agent agent;
};
struct TeamView {
  std::string name;  // teams/{id}
  std::string etag;
  Team team;
};

AgentView ViewOf(Agent agent);
TeamView ViewOf(Team team);

// Adds a violation of `agent.teams[i]` for every team that does not exist; what is no id is left alone. An error: the database's.
absl::Status FindUnknownTeams(pg::Pool& pool, const std::vector<std::string>& teams, Violations* violations);

// ALREADY_EXISTS, reason AGENT_EXISTS. INVALID_ARGUMENT where a team is unknown.
absl::StatusOr<AgentView> CreateAgent(const Context& context, const Request& request, const Agent& agent);

// Applies `edit` to the agent as it is; what it makes must be valid.
struct AgentEdit {
  std::string agent;
  std::string etag;
  std::function<void(Agent*)> edit;
};
absl::StatusOr<AgentView> EditAgent(const Context& context, const Request& request, const AgentEdit& edit);

absl::StatusOr<AgentView> ChangePresence(const Context& context, const Request& request, const std::string& agent,
                                         Presence presence);

absl::StatusOr<TeamView> ReplaceTeam(const Context& context, const Request& request, const Team& team);

}  // namespace redress::routing
