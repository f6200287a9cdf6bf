#include "tools/demo_client/roster.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"

namespace redress::demo {
namespace {

using routing::v1::Agent;
constexpr char kRouting[] = "redress.routing.v1.RoutingService.";
constexpr int kInFlight = 8;

Agent ReadAgent(const YAML::Node& node) {
  Agent agent;
  agent.set_name(absl::StrCat("agents/", node["id"].as<std::string>()));
  agent.set_display_name(node["name"].as<std::string>());
  for (const YAML::Node& team : node["teams"]) agent.add_teams(absl::StrCat("teams/", team.as<std::string>()));
  for (const auto& entry : node["skills"]) {
    routing::v1::Skill& skill = *agent.add_skills();
    skill.set_name(entry.first.as<std::string>());
    skill.set_level(entry.second.as<int>());
  }
  for (const YAML::Node& language : node["languages"]) agent.add_languages(language.as<std::string>());
  agent.set_case_limit(node["case_limit"].as<int>(30));
  agent.set_supervisor(node["supervisor"].as<bool>(false));
  return agent;
}

routing::v1::Team ReadTeam(const YAML::Node& node) {
  routing::v1::Team team;
  team.set_name(absl::StrCat("teams/", node["id"].as<std::string>()));
  team.set_display_name_zh(node["name_zh"].as<std::string>());
  team.set_display_name_en(node["name_en"].as<std::string>());
  for (const YAML::Node& skill : node["required_skills"]) team.add_required_skills(skill.as<std::string>());
  return team;
}

// Routing loads the teams at its first start only: a stack of an older roster lacks the newer ones.
absl::Status AddMissingTeams(client::Session& session, const std::vector<routing::v1::Team>& teams, const std::string& admin) {
  routing::v1::ListTeamsResponse known;
  RETURN_IF_ERROR(session.Call(absl::StrCat(kRouting, "ListTeams"), routing::v1::ListTeamsRequest(), &known, {"", admin}));
  for (const routing::v1::Team& team : teams) {
    const bool there = std::any_of(known.teams().begin(), known.teams().end(),
                                   [&](const routing::v1::Team& other) { return other.name() == team.name(); });
    if (there) continue;
    routing::v1::UpdateTeamRequest request;
    request.set_request_id(Uuid::Random().ToString());
    *request.mutable_team() = team;
    routing::v1::Team answer;
    RETURN_IF_ERROR(session.Call(absl::StrCat(kRouting, "UpdateTeam"), request, &answer, {"", admin}));
  }
  return absl::OkStatus();
}

// True where the agent was made now.
absl::StatusOr<bool> Create(client::Session& session, const Agent& agent) {
  routing::v1::CreateAgentRequest request;
  request.set_request_id(Uuid::Random().ToString());
  *request.mutable_agent() = agent;
  Agent answer;
  const absl::Status status = session.Call(absl::StrCat(kRouting, "CreateAgent"), request, &answer);
  if (absl::IsAlreadyExists(status)) return false;
  if (!status.ok()) return status;
  return true;
}

absl::Status SetOnline(client::Session& session, const std::string& name, const std::string& admin_token) {
  routing::v1::SetPresenceRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(name);
  request.set_presence(routing::v1::PRESENCE_ONLINE);
  Agent answer;
  return session.Call(absl::StrCat(kRouting, "SetPresence"), request, &answer, {"", admin_token});
}

}  // namespace

absl::StatusOr<Roster> ReadRoster(const std::string& path) {
  try {
    const YAML::Node root = YAML::LoadFile(path);
    Roster roster;
    for (const YAML::Node& node : root["teams"]) roster.teams.push_back(ReadTeam(node));
    for (const YAML::Node& node : root["agents"]) roster.agents.push_back(ReadAgent(node));
    if (roster.agents.empty()) return Error(absl::StatusCode::kInvalidArgument, "ROSTER", absl::StrCat(path, " lists no agents"));
    return roster;
  } catch (const YAML::BadFile&) {
    return Error(absl::StatusCode::kNotFound, "ROSTER", absl::StrCat("cannot read ", path));
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "ROSTER", absl::StrCat(path, ": ", error.what()));
  }
}

absl::StatusOr<RosterCounts> LoadRoster(client::Session& session, const Roster& roster) {
  ASSIGN_OR_RETURN(const std::string admin, session.TokenOf("ADMIN"));
  RETURN_IF_ERROR(AddMissingTeams(session, roster.teams, admin));
  const std::vector<Agent>& agents = roster.agents;
  std::atomic<size_t> next{0};
  std::mutex mutex;
  RosterCounts counts;
  absl::Status failure;
  std::vector<std::thread> threads;
  for (int t = 0; t < kInFlight; ++t) {
    threads.emplace_back([&] {
      for (size_t i = next++; i < agents.size(); i = next++) {
        const absl::StatusOr<bool> created = Create(session, agents[i]);
        const absl::Status status = created.ok() ? SetOnline(session, agents[i].name(), admin) : created.status();
        const std::lock_guard lock(mutex);
        if (!status.ok()) failure.Update(status);
        if (created.ok()) ++(*created ? counts.created : counts.known);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (!failure.ok()) return failure;
  return counts;
}

}  // namespace redress::demo
