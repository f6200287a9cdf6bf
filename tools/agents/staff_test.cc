#include "tools/agents/staff.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::agents {

TEST_CASE("A token says what an agent's place in the house allows", "[agents]") {
  routing::v1::Agent agent;
  agent.add_teams("teams/logistics");
  CHECK(RolesOf(agent) == std::vector<std::string>{"SPECIALIST"});
  agent.set_supervisor(true);
  CHECK(RolesOf(agent) == std::vector<std::string>{"SPECIALIST", "SUPERVISOR"});
  agent.set_teams(0, "teams/managers");
  CHECK(RolesOf(agent) == std::vector<std::string>{"SPECIALIST", "SUPERVISOR", "MANAGER"});
  agent.set_supervisor(false);
  agent.set_teams(0, "teams/legal");
  CHECK(RolesOf(agent) == std::vector<std::string>{"SPECIALIST", "LEGAL"});
}

TEST_CASE("Every team has somebody by day and by night, in whatever order its members are listed", "[agents]") {
  std::vector<routing::v1::Agent> agents;
  for (const char* team : {"teams/logistics", "teams/intake"}) {
    for (int i = 0; i < 10; ++i) {
      routing::v1::Agent& agent = agents.emplace_back();
      agent.set_name(absl::StrCat("agents/", team + 6, i));
      agent.add_teams(team);
      agent.set_supervisor(i < 2);
    }
  }
  const std::map<std::string, Shift> shifts = ShiftsOf(agents);
  std::map<std::string, std::map<Shift, int>> members, supervisors;
  for (const routing::v1::Agent& agent : agents) {
    ++(agent.supervisor() ? supervisors : members)[agent.teams(0)][shifts.at(agent.name())];
  }
  for (const char* team : {"teams/logistics", "teams/intake"}) {
    CHECK((members[team][Shift::kDay] == 6 && members[team][Shift::kNight] == 2));
    CHECK((supervisors[team][Shift::kDay] == 1 && supervisors[team][Shift::kNight] == 1));
  }
  CHECK(ShiftsOf({agents.rbegin(), agents.rend()}) == shifts);
}

}  // namespace redress::agents
