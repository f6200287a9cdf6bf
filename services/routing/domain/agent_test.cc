#include "services/routing/domain/agent.h"

#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

Agent Good() {
  Agent agent;
  agent.id = "a-wang-lei";
  agent.display_name = "王磊";
  agent.teams = {"logistics"};
  agent.skills = {{"LOGISTICS", 3}};
  agent.languages = {"zh", "en"};
  return agent;
}

TEST_CASE("A good agent has no violations", "[routing]") {
  Violations violations;
  CheckAgent(Good(), &violations);
  CHECK(violations.empty());
}

TEST_CASE("Every bad field of an agent is named at once", "[routing]") {
  Agent agent = Good();
  agent.display_name = "  ";
  agent.teams = {"logistics", "logistics", "Bad Team"};
  agent.skills = {{"lower", 3}, {"OK", 6}};
  agent.languages = {"fr"};
  agent.case_limit = 1001;
  Violations violations;
  CheckAgent(agent, &violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.all()) fields.push_back(violation.field);
  CHECK(fields == std::vector<std::string>{"agent.display_name", "agent.teams[1]", "agent.teams[2]", "agent.languages[0]",
                                           "agent.skills[1].level", "agent.skills[0]", "agent.case_limit"});
}

TEST_CASE("Names of 100 code points pass, of 101 do not, whatever their bytes", "[routing]") {
  Agent agent = Good();
  agent.display_name.clear();
  for (int i = 0; i < 100; ++i) agent.display_name += "王";
  Violations violations;
  CheckAgent(agent, &violations);
  CHECK(violations.empty());
  agent.display_name += "王";
  CheckAgent(agent, &violations);
  CHECK(violations.all().size() == 1);
  agent.display_name = std::string("王\0磊", 7);  // the database would end the name there
  CheckAgent(agent, &violations);
  CHECK(violations.all().size() == 2);
}

TEST_CASE("All required skills must be there, whatever their level", "[routing]") {
  const Agent agent = Good();
  CHECK(HasSkills(agent, Team{.required_skills = {}}));
  CHECK(HasSkills(agent, Team{.required_skills = {"LOGISTICS"}}));
  CHECK_FALSE(HasSkills(agent, Team{.required_skills = {"LOGISTICS", "MARKETING"}}));
  CHECK(InTeam(agent, "logistics"));
  CHECK_FALSE(InTeam(agent, "logistic"));
}

TEST_CASE("Ids are short and plain", "[routing]") {
  const auto [id, valid] = GENERATE(table<std::string, bool>({{"a-li", true},
                                                              {"", false},
                                                              {"A-li", false},
                                                              {"a_li", false},
                                                              {std::string(63, 'a'), true},
                                                              {std::string(64, 'a'), false}}));
  CHECK(ValidId(id) == valid);
}

TEST_CASE("A bad team names its fields", "[routing]") {
  Violations violations;
  CheckTeam(Team{.id = "Bad", .required_skills = {"x"}}, &violations);
  CHECK(violations.all().size() == 4);
}

TEST_CASE("Words of presence are read back", "[routing]") {
  for (const Presence p : {Presence::kOnline, Presence::kBusy, Presence::kOffline}) CHECK(PresenceOf(Word(p)) == p);
  CHECK_FALSE(PresenceOf("AWAY").has_value());
}

}  // namespace
}  // namespace redress::routing
