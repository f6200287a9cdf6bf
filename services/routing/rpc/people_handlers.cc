// The methods about agents and teams.
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/routing/rpc/requests.h"
#include "services/routing/rpc/routing_handler.h"

namespace redress::routing {

grpc::Status RoutingHandler::CreateAgent(grpc::ServerContext* context, const v1::CreateAgentRequest* request,
                                         v1::Agent* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Agent> {
    Violations violations;
    const Uuid id = rpc::RequestIdOf(*request, &violations);
    Agent agent = AgentOf(request->agent(), &violations);
    if (agent.case_limit == 0) agent.case_limit = kCaseLimitUsual;
    CheckAgent(agent, &violations);
    RETURN_IF_ERROR(FindUnknownTeams(context_.pool, agent.teams, &violations));
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const AgentView view, routing::CreateAgent(context_, RequestOf(caller, *request, id), agent));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::GetAgent(grpc::ServerContext* context, const v1::GetAgentRequest* request, v1::Agent* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Agent> {
    Violations violations;
    const std::string id = rpc::IdIn("agents/*", request->name(), "name", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const AgentView view, ReadAgent(context_.pool, id));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::ListAgents(grpc::ServerContext* context, const v1::ListAgentsRequest* request,
                                        v1::ListAgentsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListAgentsResponse> {
    ASSIGN_OR_RETURN(const AgentQuery query, AgentQueryOf(*request));
    ASSIGN_OR_RETURN(const std::vector<AgentView> views, ReadAgents(context_.pool, query));
    v1::ListAgentsResponse answer;
    for (const AgentView& view : views) *answer.add_agents() = ToProto(view);
    if (static_cast<int>(views.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(views.back().agent.id, request->filter()));
    }
    return answer;
  });
}

grpc::Status RoutingHandler::UpdateAgent(grpc::ServerContext* context, const v1::UpdateAgentRequest* request,
                                         v1::Agent* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Agent> {
    Violations violations;
    const Uuid id = rpc::RequestIdOf(*request, &violations);
    const AgentChange change = EditOf(*request, &violations);
    RETURN_IF_ERROR(FindUnknownTeams(context_.pool, change.teams, &violations));
    RETURN_IF_ERROR(violations.ToStatus());
    const AgentEdit edit{std::string(absl::StripPrefix(request->agent().name(), "agents/")), request->agent().etag(),
                         change.edit};
    ASSIGN_OR_RETURN(const AgentView view, EditAgent(context_, RequestOf(caller, *request, id), edit));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::SetPresence(grpc::ServerContext* context, const v1::SetPresenceRequest* request,
                                         v1::Agent* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Agent> {
    constexpr rpc::RoleSet kMaySetOthers = {auth::v1::ROLE_SUPERVISOR, auth::v1::ROLE_ADMIN};
    Violations violations;
    const Uuid id = rpc::RequestIdOf(*request, &violations);
    const std::string agent = rpc::IdIn("agents/*", request->name(), "name", &violations);
    const absl::optional<Presence> presence = PresenceOf(absl::StripPrefix(v1::Presence_Name(request->presence()), "PRESENCE_"));
    if (!presence.has_value()) violations.Add("presence", "must be ONLINE, BUSY or OFFLINE");
    // Before anything is said about the request; an empty id is none, and a violation.
    if (!agent.empty() && agent != AgentOf(caller) && !caller.roles.Meets(kMaySetOthers)) {
      return Error(absl::StatusCode::kPermissionDenied, "NOT_SELF", "an agent sets its own presence");
    }
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const AgentView view, ChangePresence(context_, RequestOf(caller, *request, id), agent, *presence));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::UpdateTeam(grpc::ServerContext* context, const v1::UpdateTeamRequest* request, v1::Team* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Team> {
    Violations violations;
    const Uuid id = rpc::RequestIdOf(*request, &violations);
    const Team team = TeamOf(request->team(), &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const TeamView view, ReplaceTeam(context_, RequestOf(caller, *request, id), team));
    return ToProto(view.team);
  });
}

grpc::Status RoutingHandler::ListTeams(grpc::ServerContext* context, const v1::ListTeamsRequest* request,
                                       v1::ListTeamsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListTeamsResponse> {
    ASSIGN_OR_RETURN(const std::vector<Team> teams, ReadTeams(context_.pool));
    v1::ListTeamsResponse answer;
    for (const Team& team : teams) *answer.add_teams() = ToProto(team);
    return answer;
  });
}

}  // namespace redress::routing
