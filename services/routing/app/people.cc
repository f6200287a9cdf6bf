#include "services/routing/app/people.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "services/routing/app/item_moves.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {
namespace {

using Said = std::vector<events::NewEvent>;

void AddUnknown(const std::vector<std::string>& teams, const absl::flat_hash_set<std::string>& known, Violations* violations) {
  for (size_t i = 0; i < teams.size(); ++i) {
    if (!ValidId(teams[i]) || known.contains(teams[i])) continue;  // what is no id CheckAgent names
    violations->Add(absl::StrCat("agent.teams[", i, "]"), "must be a team that exists");
  }
}

absl::Status CheckTeamsKnown(pqxx::work& transaction, const Agent& agent) {
  Violations violations;
  CheckAgent(agent, &violations);
  AddUnknown(agent.teams, TeamIds(transaction), &violations);
  return violations.ToStatus();
}

absl::StatusOr<AgentView> ReadAgain(pqxx::work& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(Agent agent, GetAgent(transaction, std::string(absl::StripPrefix(name, "agents/"))));
  return ViewOf(std::move(agent));
}

}  // namespace

absl::Status FindUnknownTeams(pg::Pool& pool, const std::vector<std::string>& teams, Violations* violations) {
  if (teams.empty()) return absl::OkStatus();
  absl::flat_hash_set<std::string> known;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    known = TeamIds(transaction);
    return absl::OkStatus();
  }));
  AddUnknown(teams, known, violations);
  return absl::OkStatus();
}

AgentView ViewOf(Agent agent) {
  AgentView view{absl::StrCat("agents/", agent.id), EtagOf(agent.version), {}};
  view.agent = std::move(agent);
  return view;
}

TeamView ViewOf(Team team) {
  TeamView view{absl::StrCat("teams/", team.id), EtagOf(team.version), {}};
  view.team = std::move(team);
  return view;
}

absl::StatusOr<AgentView> CreateAgent(const Context& context, const Request& request, const Agent& agent) {
  return Once<AgentView>(
      context, request,
      [&](pqxx::work& transaction, Said*) -> absl::StatusOr<AgentView> {
        RETURN_IF_ERROR(CheckTeamsKnown(transaction, agent));
        Agent absent = agent;
        absent.presence = Presence::kOffline;
        absent.presence_time = context.time.Now();
        if (!InsertAgent(transaction, absent)) return Error(absl::StatusCode::kAlreadyExists, "AGENT_EXISTS", "the agent exists");
        return ViewOf(std::move(absent));
      },
      ReadAgain);
}

absl::StatusOr<AgentView> EditAgent(const Context& context, const Request& request, const AgentEdit& edit) {
  return Once<AgentView>(
      context, request,
      [&](pqxx::work& transaction, Said*) -> absl::StatusOr<AgentView> {
        ASSIGN_OR_RETURN(Agent agent, GetAgent(transaction, edit.agent, true));
        RETURN_IF_ERROR(CheckEtag(edit.etag, agent.version));
        edit.edit(&agent);
        RETURN_IF_ERROR(CheckTeamsKnown(transaction, agent));
        ++agent.version;
        UpdateAgent(transaction, agent);
        return ViewOf(std::move(agent));
      },
      ReadAgain);
}

absl::StatusOr<AgentView> ChangePresence(const Context& context, const Request& request, const std::string& agent,
                                         Presence presence) {
  const BusinessTime now = context.time.Now();
  return EditAgent(context, request, {agent, "", [&](Agent* edited) {
                                        // Saying again what holds does not begin the absence anew.
                                        if (edited->presence != presence) edited->presence_time = now;
                                        edited->presence = presence;
                                      }});
}

absl::StatusOr<TeamView> ReplaceTeam(const Context& context, const Request& request, const Team& team) {
  return Once<TeamView>(
      context, request,
      [&](pqxx::work& transaction, Said*) -> absl::StatusOr<TeamView> {
        Team put = team;
        put.version = PutTeam(transaction, team);
        return ViewOf(std::move(put));
      },
      [](pqxx::work& transaction, const std::string& name) -> absl::StatusOr<TeamView> {
        ASSIGN_OR_RETURN(Team stored, GetTeam(transaction, std::string(absl::StripPrefix(name, "teams/"))));
        return ViewOf(std::move(stored));
      });
}

}  // namespace redress::routing
