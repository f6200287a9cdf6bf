// What a round knows of the agents: kept in the process, and yet as the database says, whoever changed it.
#include <catch2/catch.hpp>
#include <numeric>

#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::Desk;

std::vector<Desk> Load(RoutingDesk& desk) {
  std::vector<Desk> desks;
  REQUIRE(desk.pool
              ->Transact([&](pqxx::work& transaction) {
                desks = desk.context.desks->Load(transaction);
                return absl::OkStatus();
              })
              .ok());
  return desks;
}

std::vector<int> UpTo(int last) {
  std::vector<int> slots(last);
  std::iota(slots.begin(), slots.end(), 1);
  return slots;
}

TEST_CASE("A round sees what another replica changed of an agent, and who is new") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 3);
  const auto other_pool = RoutingPool(desk.pool->schema());
  routing::Context other{*other_pool, desk.time, {}, [](auto) {}, [] {}};
  REQUIRE(Load(desk).size() == 1);
  CHECK(Load(desk)[0].agent.skills.size() == 3);

  const routing::Request request = desk.Move("", "a-1").request;
  REQUIRE(routing::EditAgent(other, request,
                             {"a-1", "",
                              [](routing::Agent* agent) {
                                agent->case_limit = 7;
                                agent->skills = {{"INTAKE", 2}};
                                agent->presence = routing::Presence::kBusy;
                              }})
              .ok());
  desk.AddAgent("a-0", 4, {"intake"}, true);
  const std::vector<Desk> desks = Load(desk);
  REQUIRE(desks.size() == 2);
  CHECK(desks[0].agent.id == "a-0");
  CHECK(desks[0].agent.supervisor);
  CHECK(desks[0].agent.teams == std::vector<std::string>{"intake"});
  CHECK(desks[1].agent.case_limit == 7);
  CHECK(desks[1].agent.skills == std::vector<routing::Skill>{{"INTAKE", 2}});
  CHECK(desks[1].agent.presence == routing::Presence::kBusy);
  CHECK(desks[1].agent.version == 2);
}

TEST_CASE("A round sees agents as they were again, where an older backup was restored") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 3);
  desk.Ask("WITH later AS (UPDATE agent SET case_limit = 9, version = 5 RETURNING 1) SELECT count(*) FROM later");
  CHECK(Load(desk)[0].agent.case_limit == 9);
  desk.Ask("WITH restored AS (UPDATE agent SET case_limit = 4, version = 2 RETURNING 1) SELECT count(*) FROM restored");
  CHECK(Load(desk)[0].agent.case_limit == 4);
}

TEST_CASE("Every place that is taken is read, also many, and those that are free between them are not") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 100);
  desk.AddAgent("a-2", 5, {"intake"});
  desk.Receive(0, 66);
  const BusinessTime given = desk.time.Now();
  CHECK(desk.Assign() == 66);
  desk.time.Advance(absl::Seconds(1));
  std::vector<Desk> desks = Load(desk);
  CHECK(desks[0].taken_slots == UpTo(66));
  CHECK(desks[0].last_given_time == given);
  CHECK(desks[1].taken_slots.empty());
  CHECK(desks[1].last_given_time == BusinessTime());

  for (const int slot : {1, 63, 64, 66}) {
    const std::string item = desk.Ask(absl::StrCat("SELECT item FROM assignment WHERE slot = ", slot));
    REQUIRE(routing::DeclineItem(desk.context, desk.Move(item, "a-1"), "no").ok());
  }
  std::vector<int> left = UpTo(65);
  std::erase_if(left, [](int slot) { return slot == 1 || slot == 63 || slot == 64; });
  desks = Load(desk);
  CHECK(desks[0].taken_slots == left);
  CHECK(desks[0].last_given_time == given);  // also of what it has no longer
}

}  // namespace
}  // namespace redress::test
