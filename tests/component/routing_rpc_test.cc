// The methods of routing as people call them, and the whole way from intake's event to an accepted item.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/component/routing_suite.h"

namespace redress::test {
namespace {

using Stub = v1::RoutingService::Stub;

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("A complaint becomes an item, is offered at once, accepted, completed; its events are in order") {
  RoutingSuite& suite = TheSuite();
  suite.AddAgent("p-li", "logistics");
  REQUIRE(suite.SetPresence("p-li", v1::PRESENCE_ONLINE, "agents/p-li", "SPECIALIST").ok());
  suite.Say("n-1", "n-1");
  suite.Say("n-11", "n-1");
  const v1::WorkItem offered = suite.WaitFor("n-1-1", v1::WorkItem::STATE_OFFERED);
  CHECK(offered.agent() == "agents/p-li");
  CHECK(offered.team() == "teams/logistics");
  CHECK(offered.tag().l2() == "LOST");
  CHECK(offered.prediction().name() == "predictions/n-1");
  CHECK(Eventually(kPatience, [&] { return suite.Get("n-1-1")->raise_count() == 1; }));
  CHECK(suite.Get("n-1-1")->complaints_size() == 2);
  CHECK(suite.Get("n-1-1")->complaints(0) == "complaints/n-1");

  v1::AcceptWorkItemRequest accept;
  accept.set_request_id(Uuid::Random().ToString());
  CHECK(suite.Move(&Stub::AcceptWorkItem, accept, "n-1-1", "p-li")->state() == v1::WorkItem::STATE_ACCEPTED);
  const auto again = suite.Move(&Stub::AcceptWorkItem, accept, "n-1-1", "p-li");  // the same request: the first answer
  REQUIRE(again.ok());
  CHECK(again->state() == v1::WorkItem::STATE_ACCEPTED);
  accept.set_etag("1");
  CHECK(ReasonOf(suite.Move(&Stub::AcceptWorkItem, accept, "n-1-1", "p-li").status()) == "REQUEST_ID_REUSED");
  CHECK(suite.Move(&Stub::CompleteWorkItem, v1::CompleteWorkItemRequest(), "n-1-1", "p-li")->state() == v1::WorkItem::STATE_DONE);

  std::vector<std::string> types;
  REQUIRE(suite.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                types.clear();
                for (const pqxx::row& row :
                     transaction.exec("SELECT type, partition FROM event WHERE subject = 'cases/n-1' ORDER BY sequence")) {
                  types.push_back(std::string(row[0].c_str()).substr(19));
                  CHECK(row[1].as<int>() == 5);
                }
                return absl::OkStatus();
              })
              .ok());
  std::sort(types.begin() + 1, types.begin() + 3);  // offered before or after it was raised
  CHECK(types ==
        std::vector<std::string>{"WorkItemCreated", "WorkItemOffered", "WorkItemRaised", "WorkItemAccepted", "WorkItemDone"});
}

TEST_CASE("Triage: decided by its owner with a tag of the taxonomy, and on to that team") {
  RoutingSuite& suite = TheSuite();
  suite.AddAgent("t-li", "intake");
  REQUIRE(suite.SetPresence("t-li", v1::PRESENCE_ONLINE, "agents/t-li", "SPECIALIST").ok());
  suite.Say("n-7", "n-7");
  suite.Say("n-8", "n-8");
  CHECK(suite.WaitFor("n-8-1", v1::WorkItem::STATE_OFFERED).kind() == v1::WorkItem::KIND_TRIAGE);
  CHECK_FALSE(suite.WaitFor("n-7-1", v1::WorkItem::STATE_OFFERED).has_tag());
  REQUIRE(suite.Move(&Stub::AcceptWorkItem, v1::AcceptWorkItemRequest(), "n-7-1", "t-li").ok());
  v1::DecideTriageRequest decide;
  decide.mutable_tag()->set_l1("SPACE");
  CHECK(Fields(suite.Move(&Stub::DecideTriage, decide, "n-7-1", "t-li").status()) == std::vector<std::string>{"tag"});
  decide.mutable_tag()->set_l1("MARKETING");
  decide.mutable_tag()->set_l2("COUPON_RULES");
  CHECK(ReasonOf(suite.Move(&Stub::DecideTriage, decide, "n-7-1", "x-zhao").status()) == "NOT_OWNER");
  const auto decided = suite.Move(&Stub::DecideTriage, decide, "n-7-1", "t-li");
  REQUIRE(decided.ok());
  CHECK(decided->team() == "teams/marketing");
  CHECK(decided->kind() == v1::WorkItem::KIND_HANDLE_CASE);
  CHECK(decided->state() == v1::WorkItem::STATE_QUEUED);
  CHECK(decided->tag().l2() == "COUPON_RULES");
}

TEST_CASE("Moves are refused with a reason, and what is allowed is named") {
  RoutingSuite& suite = TheSuite();
  suite.Say("n-9", "n-9");  // critical: no supervisor of the team is there
  suite.WaitFor("n-9-1", v1::WorkItem::STATE_QUEUED);
  suite.AddAgent("m-li", "logistics", 1);
  const auto take = [&](const std::string& agent, const std::string& role) {
    return suite.Move(&Stub::TakeWorkItem, v1::TakeWorkItemRequest(), "n-9-1", agent, role);
  };
  CHECK(ReasonOf(take("m-li", "SPECIALIST").status()) == "NOT_PRESENT");
  CHECK(ReasonOf(take("nobody", "SPECIALIST").status()) == "NOT_AN_AGENT");
  REQUIRE(suite.SetPresence("m-li", v1::PRESENCE_ONLINE, "agents/m-li", "SPECIALIST").ok());
  CHECK(ReasonOf(take("m-li", "SPECIALIST").status()) == "NOT_SUPERVISOR");
  CHECK(ReasonOf(suite.Move(&Stub::AcceptWorkItem, v1::AcceptWorkItemRequest(), "n-9-1", "m-li").status()) == "OFFER_GONE");
  const absl::Status illegal =
      suite.Move(&Stub::CompleteWorkItem, v1::CompleteWorkItemRequest(), "n-9-1", "boss", "SUPERVISOR").status();
  CHECK(ReasonOf(illegal) == "ILLEGAL_TRANSITION");
  CHECK(std::string(illegal.message()).find("allowed: offer, take") != std::string::npos);

  v1::TransferWorkItemRequest transfer;
  transfer.set_reason("needs a supervisor's eye");
  transfer.set_agent("agents/m-li");
  const auto given = suite.Move(&Stub::TransferWorkItem, transfer, "n-9-1", "boss", "SUPERVISOR");
  REQUIRE(given.ok());
  CHECK(given->state() == v1::WorkItem::STATE_ACCEPTED);
  CHECK(given->agent() == "agents/m-li");
  transfer.set_team("teams/marketing");
  CHECK(Fields(suite.Move(&Stub::TransferWorkItem, transfer, "n-9-1", "m-li").status()) == std::vector<std::string>{"team"});
  transfer.clear_agent();
  v1::TransferWorkItemRequest stale = transfer;
  stale.set_etag("1");
  CHECK(suite.Move(&Stub::TransferWorkItem, stale, "n-9-1", "m-li").status().code() == absl::StatusCode::kAborted);
  const auto moved = suite.Move(&Stub::TransferWorkItem, transfer, "n-9-1", "m-li");
  REQUIRE(moved.ok());
  CHECK(moved->team() == "teams/marketing");
  CHECK(moved->state() == v1::WorkItem::STATE_QUEUED);
  CHECK(suite.Get("no-such", "agents/m-li", "SPECIALIST").status().code() == absl::StatusCode::kNotFound);
  CHECK(suite.Get("n-9-1", "agents/m-li", "SPECIALIST").status().code() == absl::StatusCode::kNotFound);  // another team's by now
}

TEST_CASE("Accepting, declining and completing are the agent's own; a supervisor gives, takes over or moves") {
  RoutingSuite& suite = TheSuite();
  suite.AddAgent("o-li", "service-attitude");
  suite.AddAgent("o-wang", "service-attitude");
  suite.AddAgent("o-boss", "service-attitude", 5, true);
  REQUIRE(suite.SetPresence("o-li", v1::PRESENCE_ONLINE, "agents/o-li", "SPECIALIST").ok());
  suite.Say("n-206", "n-206");
  const v1::WorkItem offered = suite.WaitFor("n-206-1", v1::WorkItem::STATE_OFFERED);
  REQUIRE(offered.agent() == "agents/o-li");
  v1::DeclineWorkItemRequest decline;
  decline.set_reason("not mine");
  using Caller = std::pair<std::string, std::string>;
  for (const auto& [agent, role] :
       {Caller{"o-boss", "SUPERVISOR"}, Caller{"o-wang", "SPECIALIST"}, Caller{"nobody", "SUPERVISOR"}}) {
    INFO(agent << " " << role);
    CHECK(ReasonOf(suite.Move(&Stub::AcceptWorkItem, v1::AcceptWorkItemRequest(), "n-206-1", agent, role).status()) ==
          "NOT_OWNER");
    CHECK(ReasonOf(suite.Move(&Stub::DeclineWorkItem, decline, "n-206-1", agent, role).status()) == "NOT_OWNER");
  }
  CHECK(suite.Get("n-206-1")->etag() == offered.etag());  // nothing was done
  v1::TransferWorkItemRequest give;
  give.set_reason("yours");
  give.set_agent("agents/o-li");
  CHECK(suite.Move(&Stub::TransferWorkItem, give, "n-206-1", "o-boss", "SUPERVISOR")->state() == v1::WorkItem::STATE_ACCEPTED);
  const auto complete = [&](const std::string& agent, const std::string& role) {
    return suite.Move(&Stub::CompleteWorkItem, v1::CompleteWorkItemRequest(), "n-206-1", agent, role);
  };
  CHECK(ReasonOf(complete("o-boss", "SUPERVISOR").status()) == "NOT_OWNER");
  CHECK(ReasonOf(complete("o-wang", "SPECIALIST").status()) == "NOT_OWNER");
  REQUIRE(suite.SetPresence("o-boss", v1::PRESENCE_ONLINE, "agents/o-boss", "SUPERVISOR").ok());
  give.set_agent("agents/o-boss");
  CHECK(ReasonOf(suite.Move(&Stub::TransferWorkItem, give, "n-206-1", "o-wang", "SPECIALIST").status()) == "NOT_OWNER");
  REQUIRE(suite.Move(&Stub::TransferWorkItem, give, "n-206-1", "o-boss", "SUPERVISOR").ok());
  CHECK(complete("o-boss", "SUPERVISOR")->agent() == "agents/o-boss");
}

TEST_CASE("Every bad field is named at once") {
  RoutingSuite& suite = TheSuite();
  v1::CreateAgentRequest create;
  create.mutable_agent()->set_name("Bad Name");
  create.mutable_agent()->add_teams("logistics");
  create.mutable_agent()->add_teams("teams/nowhere");
  create.mutable_agent()->set_case_limit(-1);
  CHECK(Fields(suite.Call(&Stub::CreateAgent, "agents/admin", "ADMIN", create).status()) ==
        std::vector<std::string>{"request_id", "agent.name", "agent.display_name", "agent.teams[0]", "agent.case_limit",
                                 "agent.teams[1]"});
  v1::UpdateAgentRequest update;  // what the mask leaves out is not looked at
  *update.mutable_agent() = create.agent();
  update.mutable_agent()->set_name("agents/p-li");
  update.mutable_update_mask()->add_paths("teams");
  update.mutable_update_mask()->add_paths("case_limit");
  update.mutable_update_mask()->add_paths("presence");
  CHECK(Fields(suite.Call(&Stub::UpdateAgent, "agents/admin", "ADMIN", update).status()) ==
        std::vector<std::string>{"request_id", "update_mask", "agent.teams[0]", "agent.case_limit", "agent.teams[1]"});
  v1::DeclineWorkItemRequest decline;
  decline.set_request_id("no");
  decline.set_name("items/1");
  CHECK(Fields(suite.Call(&Stub::DeclineWorkItem, "agents/p-li", "SPECIALIST", decline).status()) ==
        std::vector<std::string>{"request_id", "name", "reason"});
  decline.set_reason(std::string("a\0b", 3));
  CHECK(Fields(suite.Call(&Stub::DeclineWorkItem, "agents/p-li", "SPECIALIST", decline).status()) ==
        std::vector<std::string>{"request_id", "name", "reason"});
  v1::ListWorkItemsRequest list;
  list.set_filter("state = SLEEPING AND colour = red");
  CHECK(suite.Call(&Stub::ListWorkItems, "agents/boss", "SUPERVISOR", list).status().code() ==
        absl::StatusCode::kInvalidArgument);
  list.set_filter("state = SLEEPING AND team = \"logistics\"");
  list.set_page_size(-1);
  CHECK(Fields(suite.Call(&Stub::ListWorkItems, "agents/boss", "SUPERVISOR", list).status()) ==
        std::vector<std::string>{"filter", "filter", "page_size"});
  v1::ListAgentsRequest agents;
  agents.set_filter("presence = ASLEEP");
  agents.set_page_size(-1);
  CHECK(Fields(suite.Call(&Stub::ListAgents, "agents/boss", "SUPERVISOR", agents).status()) ==
        std::vector<std::string>{"filter", "page_size"});
  v1::ListAssignmentDecisionsRequest decisions;
  decisions.set_page_size(-1);
  CHECK(Fields(suite.Call(&Stub::ListAssignmentDecisions, "agents/boss", "SUPERVISOR", decisions).status()) ==
        std::vector<std::string>{"parent", "page_size"});
}

TEST_CASE("Presence is one's own business, or a supervisor's") {
  RoutingSuite& suite = TheSuite();
  suite.AddAgent("s-li", "marketing");
  const auto refused = suite.SetPresence("s-li", v1::PRESENCE_ONLINE, "agents/s-wang", "SPECIALIST");
  CHECK(refused.status().code() == absl::StatusCode::kPermissionDenied);
  CHECK(ReasonOf(refused.status()) == "NOT_SELF");
  // Who may not is told so before what is wrong with the request, and before whether the agent exists.
  CHECK(ReasonOf(suite.SetPresence("s-li", v1::PRESENCE_UNSPECIFIED, "agents/s-wang", "SPECIALIST").status()) == "NOT_SELF");
  CHECK(ReasonOf(suite.SetPresence("s-none", v1::PRESENCE_BUSY, "agents/s-wang", "SPECIALIST").status()) == "NOT_SELF");
  CHECK(suite.SetPresence("s-li", v1::PRESENCE_BUSY, "agents/s-wang", "SUPERVISOR")->presence() == v1::PRESENCE_BUSY);
  CHECK(Fields(suite.SetPresence("s-li", v1::PRESENCE_UNSPECIFIED, "agents/s-li", "SPECIALIST").status()) ==
        std::vector<std::string>{"presence"});
  CHECK(ReasonOf(suite.SetPresence("s-none", v1::PRESENCE_BUSY, "agents/s-none", "SPECIALIST").status()) == "AGENT_NOT_FOUND");
}

TEST_CASE("Agents are made once, changed by mask and etag, listed in pages") {
  RoutingSuite& suite = TheSuite();
  const v1::Agent made = suite.AddAgent("u-li", "marketing");
  v1::CreateAgentRequest twice;
  twice.set_request_id(Uuid::Random().ToString());
  *twice.mutable_agent() = made;
  CHECK(ReasonOf(suite.Call(&Stub::CreateAgent, "agents/admin", "ADMIN", twice).status()) == "AGENT_EXISTS");

  v1::UpdateAgentRequest update;
  update.set_request_id(Uuid::Random().ToString());
  update.mutable_agent()->set_name("agents/u-li");
  update.mutable_agent()->set_case_limit(0);
  update.mutable_agent()->add_teams("teams/nowhere");
  update.mutable_update_mask()->add_paths("case_limit");
  const auto updated = suite.Call(&Stub::UpdateAgent, "agents/admin", "ADMIN", update);
  REQUIRE(updated.ok());
  CHECK(updated->case_limit() == 0);
  CHECK(updated->teams(0) == "teams/marketing");
  update.set_request_id(Uuid::Random().ToString());
  update.mutable_update_mask()->add_paths("teams");
  CHECK(Fields(suite.Call(&Stub::UpdateAgent, "agents/admin", "ADMIN", update).status()) ==
        std::vector<std::string>{"agent.teams[0]"});
  update.mutable_update_mask()->add_paths("presence");
  CHECK(Fields(suite.Call(&Stub::UpdateAgent, "agents/admin", "ADMIN", update).status()) ==
        std::vector<std::string>{"update_mask", "agent.teams[0]"});
  update.mutable_update_mask()->mutable_paths()->DeleteSubrange(1, 2);
  update.mutable_agent()->set_etag(made.etag());
  CHECK(ReasonOf(suite.Call(&Stub::UpdateAgent, "agents/admin", "ADMIN", update).status()) == "ETAG_MISMATCH");

  for (const char* id : {"v-1", "v-2", "v-3"}) suite.AddAgent(id, "price-dispute");
  v1::ListAgentsRequest list;
  list.set_page_size(2);
  list.set_filter("team = \"teams/price-dispute\" AND presence = OFFLINE");
  const auto first = suite.Call(&Stub::ListAgents, "agents/boss", "SUPERVISOR", list).value();
  CHECK(first.agents_size() == 2);
  list.set_page_token(first.next_page_token());
  const auto second = suite.Call(&Stub::ListAgents, "agents/boss", "SUPERVISOR", list).value();
  CHECK(second.agents_size() == 1);
  CHECK(second.next_page_token().empty());
  list.set_filter("team = \"teams/marketing\"");
  CHECK(ReasonOf(suite.Call(&Stub::ListAgents, "agents/boss", "SUPERVISOR", list).status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("Listings show what waits first, in the order of offers, page by page, to a specialist only what concerns it") {
  RoutingSuite& suite = TheSuite();
  suite.AddAgent("w-li", "logistics");
  for (int n = 101; n <= 105; ++n) suite.Say(absl::StrCat("n-", n), absl::StrCat("n-", n));
  suite.Say("n-109", "n-109");
  // Who is there may be offered some of them; what is critical nobody may have. It was said last.
  suite.WaitFor("n-109-1", v1::WorkItem::STATE_QUEUED);
  suite.Settle();
  v1::ListWorkItemsRequest list;
  list.set_page_size(3);
  list.set_filter("team = \"teams/logistics\"");
  std::vector<v1::WorkItem> seen;
  do {
    const auto page = suite.Call(&Stub::ListWorkItems, "agents/w-li", "SPECIALIST", list);
    REQUIRE(page.ok());
    seen.insert(seen.end(), page->work_items().begin(), page->work_items().end());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  CHECK(seen.size() >= 6);
  CHECK(seen.front().name() == "workItems/n-109-1");
  for (size_t i = 1; i < seen.size(); ++i) {
    CHECK(seen[i - 1].state() <= seen[i].state());
    CHECK(seen[i - 1].name() != seen[i].name());
  }
  v1::ListWorkItemsRequest all;
  CHECK(suite.Call(&Stub::ListWorkItems, "agents/nobody", "SPECIALIST", all)->work_items_size() == 0);
  all.set_filter("complaint = \"complaints/n-11\"");
  const auto of_case = suite.Call(&Stub::ListWorkItems, "agents/boss", "AUDITOR", all);
  REQUIRE(of_case.ok());
  REQUIRE(of_case->work_items_size() == 1);
  CHECK(of_case->work_items(0).case_() == "cases/n-1");
}

TEST_CASE("A supervisor sees why an item went where it went") {
  RoutingSuite& suite = TheSuite();
  v1::ListAssignmentDecisionsRequest request;
  request.set_parent("workItems/n-1-1");
  const auto decisions = suite.Call(&Stub::ListAssignmentDecisions, "agents/boss", "SUPERVISOR", request);
  REQUIRE(decisions.ok());
  REQUIRE(decisions->decisions_size() >= 1);
  CHECK(decisions->decisions(0).agent() == "agents/p-li");
  CHECK(decisions->decisions(0).candidates_size() >= 1);
  CHECK(suite.Call(&Stub::ListAssignmentDecisions, "agents/p-li", "SPECIALIST", request).status().code() ==
        absl::StatusCode::kPermissionDenied);
}

TEST_CASE("Teams show who is there; an unknown skill of a changed team keeps its members out") {
  RoutingSuite& suite = TheSuite();
  v1::UpdateTeamRequest update;
  update.set_request_id(Uuid::Random().ToString());
  update.mutable_team()->set_name("teams/night-shift");
  update.mutable_team()->set_display_name_zh("夜班组");
  update.mutable_team()->set_display_name_en("Night shift");
  update.mutable_team()->add_required_skills("NIGHT");
  REQUIRE(suite.Call(&Stub::UpdateTeam, "agents/admin", "ADMIN", update).ok());
  const auto teams = suite.Call(&Stub::ListTeams, "agents/p-li", "SPECIALIST", v1::ListTeamsRequest());
  REQUIRE(teams.ok());
  CHECK(teams->teams_size() == 13);
}

}  // namespace
}  // namespace redress::test
