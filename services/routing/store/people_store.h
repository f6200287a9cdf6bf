// Agents and teams: SQL behind the verbs that app/ needs, in the caller's transaction. SQL failures are thrown and become a
// status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/agent.h"

namespace redress::routing {

// NOT_FOUND, reason AGENT_NOT_FOUND. `lock`: until the transaction ends.
absl::StatusOr<Agent> GetAgent(pqxx::transaction_base& transaction, const std::string& id, bool lock = false);
// Those of these that there are, without what they have open.
std::vector<Agent> GetAgents(pqxx::transaction_base& transaction, absl::Span<const std::string> ids);

struct AgentQuery {
  std::string team;                   // empty: all
  absl::optional<Presence> presence;  // absent: all
  std::string after;                  // id of the last row seen
  int limit = 50;
};
// By id.
std::vector<Agent> ListAgents(pqxx::transaction_base& transaction, const AgentQuery& query);

// False where the id is taken.
bool InsertAgent(pqxx::transaction_base& transaction, const Agent& agent);
// Writes everything, as the next version.
void UpdateAgent(pqxx::transaction_base& transaction, const Agent& agent);

// All teams by id, with what waits and who is there.
std::vector<Team> ListTeams(pqxx::transaction_base& transaction);
// The same without the counts.
std::vector<Team> LoadTeams(pqxx::transaction_base& transaction);
absl::flat_hash_set<std::string> TeamIds(pqxx::transaction_base& transaction);
// NOT_FOUND, reason TEAM_NOT_FOUND.
absl::StatusOr<Team> GetTeam(pqxx::transaction_base& transaction, const std::string& id);
// Adds or replaces; the version it has now.
int64_t PutTeam(pqxx::transaction_base& transaction, const Team& team);
// Adds those that are missing, leaves the others alone.
void SeedTeams(pqxx::transaction_base& transaction, absl::Span<const Team> teams);

}  // namespace redress::routing
