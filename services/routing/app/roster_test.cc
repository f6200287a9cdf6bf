#include "services/routing/app/roster.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "libs/base/error.h"

namespace redress::routing {
namespace {

TEST_CASE("The roster that comes with the build is valid, and every agent's teams and skills exist", "[routing]") {
  const absl::StatusOr<std::vector<Team>> teams = LoadTeamsFile("");
  const absl::StatusOr<std::vector<Agent>> agents = ParseAgents(kDefaultRoster);
  REQUIRE(teams.ok());
  REQUIRE(agents.ok());
  std::map<std::string, Team> by_id;
  for (const Team& team : *teams) by_id[team.id] = team;
  std::set<std::string> ids;
  for (const Agent& agent : *agents) {
    CHECK(ids.insert(agent.id).second);
    CHECK(ValidId(agent.id));
    for (const std::string& team : agent.teams) {
      REQUIRE(by_id.contains(team));
      CHECK(HasSkills(agent, by_id[team]));
    }
  }
}

TEST_CASE("The roster has the shares of the domain and room for a bad day", "[routing]") {
  const std::vector<Agent> agents = ParseAgents(kDefaultRoster).value();
  std::map<std::string, int> people, supervisors, places;
  for (const Agent& agent : agents) {
    for (const std::string& team : agent.teams) {
      ++people[team];
      supervisors[team] += agent.supervisor ? 1 : 0;
      places[team] += agent.case_limit;
    }
  }
  CHECK(agents.size() == 104);  // a hundred, two managers and two of legal
  CHECK(people["managers"] == 2);
  CHECK(supervisors["managers"] == 2);  // what a manager approves only supervisors are offered
  CHECK(people["legal"] == 2);
  CHECK(people["intake"] == 40);
  CHECK(people["improvement"] == 10);
  CHECK(places["intake"] >= 500);
  const std::vector<Team> teams = LoadTeamsFile("").value();
  for (const Team& team : teams) {
    if (team.id == kManagersTeam || team.id == kLegalTeam) continue;
    CHECK(supervisors[team.id] >= 2);
    if (team.id != "improvement") CHECK(places[team.id] >= 350);
  }
}

TEST_CASE("A roster that cannot be is refused with every reason", "[routing]") {
  CHECK(ReasonOf(ParseTeams("teams: [{id: x}]").status()) == "INVALID_ROSTER");
  const absl::Status status = ParseTeams("teams: [{id: Bad, name_zh: '', name_en: A, required_skills: [lower]}]").status();
  CHECK(ViolationsOf(status).size() == 4);  // id, name, skill, and no team `intake`
  CHECK(ReasonOf(LoadTeamsFile("/nowhere/roster.yaml").status()) == "ROSTER_FILE");
}

}  // namespace
}  // namespace redress::routing
