#include "services/routing/app/roster.h"

#include <yaml-cpp/yaml.h>

#include "absl/functional/function_ref.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_file.h"

namespace redress::routing {
namespace {

using Strings = std::vector<std::string>;

Team TeamOf(const YAML::Node& node) {
  Team team;
  team.id = node["id"].as<std::string>();
  team.display_name_zh = node["name_zh"].as<std::string>();
  team.display_name_en = node["name_en"].as<std::string>();
  team.required_skills = node["required_skills"].as<Strings>(Strings());
  return team;
}

Agent AgentOf(const YAML::Node& node) {
  Agent agent;
  agent.id = node["id"].as<std::string>();
  agent.display_name = node["name"].as<std::string>();
  agent.teams = node["teams"].as<Strings>();
  for (const auto& skill : node["skills"]) agent.skills.push_back({skill.first.as<std::string>(), skill.second.as<int>()});
  agent.languages = node["languages"].as<Strings>();
  agent.case_limit = node["case_limit"].as<int>(kCaseLimitUsual);
  agent.supervisor = node["supervisor"].as<bool>(false);
  return agent;
}

// Runs what reads YAML; what that throws becomes a status.
absl::Status Reading(absl::FunctionRef<void()> read) {
  try {
    read();
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_ROSTER", error.what());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Team>> ParseTeams(const std::string& yaml) {
  std::vector<Team> teams;
  RETURN_IF_ERROR(Reading([&] {
    for (const YAML::Node& node : YAML::Load(yaml)["teams"]) teams.push_back(TeamOf(node));
  }));
  Violations violations;
  bool intake = false;
  for (const Team& team : teams) {
    CheckTeam(team, &violations);
    intake |= team.id == kIntakeTeam;
  }
  if (!intake) violations.Add("teams", "must hold the team `intake`");
  RETURN_IF_ERROR(violations.ToStatus());
  return teams;
}

absl::StatusOr<std::vector<Team>> LoadTeamsFile(const std::string& path) {
  if (path.empty()) return ParseTeams(kDefaultRoster);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "ROSTER_FILE", "the roster file cannot be read");
  return ParseTeams(*text);
}

absl::StatusOr<std::vector<Agent>> ParseAgents(const std::string& yaml) {
  std::vector<Agent> agents;
  RETURN_IF_ERROR(Reading([&] {
    for (const YAML::Node& node : YAML::Load(yaml)["agents"]) agents.push_back(AgentOf(node));
  }));
  Violations violations;
  for (const Agent& agent : agents) CheckAgent(agent, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return agents;
}

}  // namespace redress::routing
