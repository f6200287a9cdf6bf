#include "tools/agents/agent_player.h"

#include <array>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::agents {

TEST_CASE("A person's mood never changes, and all moods exist", "[agents]") {
  std::array<int, 3> counts{};
  for (int i = 0; i < 200; ++i) {
    const std::string name = absl::StrCat("agents/a-", i);
    CHECK(MoodOf(name) == MoodOf(name));
    ++counts.at(static_cast<size_t>(MoodOf(name)));
  }
  for (const int count : counts) CHECK(count > 0);
}

TEST_CASE("People answer within their mood's bounds, and critical items sooner", "[agents]") {
  CHECK(ReactionTime(Mood::kBrisk, false, 0) == absl::Milliseconds(200));
  CHECK(ReactionTime(Mood::kBusy, false, 999) < absl::Seconds(5));
  CHECK(ReactionTime(Mood::kSteady, true, 500) == ReactionTime(Mood::kSteady, false, 500) / 2);
}

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

}  // namespace redress::agents
