// Casework's word on the whole way: from its log to the people who decide, each with their own role; and heard before what intake
// said after it.
#include <catch2/catch.hpp>

#include "redress/casework/v1/casework_events.pb.h"
#include "tests/component/routing_suite.h"

namespace redress::test {
namespace {

using Stub = v1::RoutingService::Stub;
namespace cw = casework::v1;

v1::Agent Hire(RoutingSuite& suite, const std::string& id, const std::string& team, const std::string& skill, bool supervisor) {
  v1::CreateAgentRequest request;
  request.set_request_id(Uuid::Random().ToString());
  v1::Agent& agent = *request.mutable_agent();
  agent.set_name("agents/" + id);
  agent.set_display_name("曹瑞林");
  agent.add_teams("teams/" + team);
  agent.add_skills()->set_name(skill);
  agent.mutable_skills(0)->set_level(5);
  agent.set_supervisor(supervisor);
  return suite.Call(&Stub::CreateAgent, "agents/admin", "ADMIN", request).value();
}

cw::ApprovalRequested Approval(compensation::v1::Authority authority) {
  cw::ApprovalRequested approval;
  approval.set_approval("a1");
  approval.set_required_authority(authority);
  approval.set_proposer("agents/r-proposer");
  return approval;
}

TEST_CASE("A manager and a lawyer come, are offered what they decide, and may accept, decline and hand it on") {
  RoutingSuite& suite = TheSuite();
  using Row = std::tuple<std::string, std::string, std::string, std::string, compensation::v1::Authority, std::string>;
  const auto [id, team, skill, role, authority, number] =
      GENERATE(table<std::string, std::string, std::string, std::string, compensation::v1::Authority, std::string>({
          Row{"r-manager", "managers", "MANAGEMENT", "MANAGER", compensation::v1::AUTHORITY_MANAGER, "r-1"},
          Row{"r-lawyer", "legal", "LAW", "LEGAL", compensation::v1::AUTHORITY_LEGAL, "r-2"},
      }));
  Hire(suite, id, team, skill, role == "MANAGER");
  REQUIRE(suite.SetPresence(id, v1::PRESENCE_ONLINE, "agents/" + id, role).ok());
  suite.Say(number, number);
  suite.SayOfCase(number, cw::CaseOpened());
  suite.SayOfCase(number, Approval(authority));
  const std::string item = number + "-2";
  const v1::WorkItem offered = suite.WaitFor(item, v1::WorkItem::STATE_OFFERED);
  CHECK(offered.kind() == v1::WorkItem::KIND_APPROVE);
  CHECK(offered.subject() == "a1");
  CHECK(offered.agent() == "agents/" + id);
  CHECK(offered.supervisors_only() == (role == "MANAGER"));
  CHECK(suite.Get(item, "agents/" + id, role)->name() == "workItems/" + item);

  v1::DeclineWorkItemRequest decline;
  decline.set_reason("not now");
  REQUIRE(suite.Move(&Stub::DeclineWorkItem, decline, item, id, role).ok());
  REQUIRE(suite.Move(&Stub::TakeWorkItem, v1::TakeWorkItemRequest(), item, id, role).ok());
  CHECK(ReasonOf(suite.Move(&Stub::CompleteWorkItem, v1::CompleteWorkItemRequest(), item, id, "SUPERVISOR").status()) ==
        "ENDED_BY_ITS_CASE");
  cw::ApprovalEnded decided;
  decided.set_approval("a1");
  suite.SayOfCase(number, decided);
  CHECK(suite.WaitFor(item, v1::WorkItem::STATE_DONE).agent() == "agents/" + id);
}

TEST_CASE("What intake said after it had heard of the end of a case is not taken for what came before it") {
  RoutingSuite& suite = TheSuite();
  suite.Say("r-3", "r-3");
  suite.SayOfCase("r-3", cw::CaseOpened());
  suite.WaitFor("r-3-1", v1::WorkItem::STATE_QUEUED);
  const auto log = events::OpenLog(*suite.casework_pool, "casework");
  REQUIRE(log.ok());
  const int64_t head = (*events::ReadHeads(*suite.casework_pool, 64))[5];
  suite.Say("r-31", "r-3", events::Position{"casework", log->epoch, head + 1});
  suite.SayOfCase("r-3", cw::CaseClosed());
  CHECK(suite.WaitFor("r-3-2", v1::WorkItem::STATE_QUEUED).complaint() == "complaints/r-31");
  CHECK(suite.Get("r-3-1")->state() == v1::WorkItem::STATE_DONE);
  CHECK(suite.Get("r-3-1")->raise_count() == 0);
  cw::CaseReopened reopened;
  reopened.set_complaint("complaints/r-31");
  suite.SayOfCase("r-3", reopened);
  CHECK(Eventually(kPatience, [&] { return suite.Get("r-3-2")->supervisors_only(); }));
}

}  // namespace
}  // namespace redress::test
