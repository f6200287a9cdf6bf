#include "services/casework/rpc/requests.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

rpc::Caller CallerOf(const std::string& subject, rpc::RoleSet roles) {
  rpc::Caller caller;
  caller.subject = subject;
  caller.roles = roles;
  return caller;
}

TEST_CASE("An agent acts in its own name, with a supervisor's word where it is one", "[casework]") {
  const rpc::Caller agent = CallerOf("agents/a-li", {auth::v1::ROLE_SPECIALIST});
  CHECK(AgentOf(agent) == "a-li");
  CHECK_FALSE(LinkOf(agent)->has_value());
  const Actor actor = ActorOf(agent, {});
  CHECK(actor.name == "agents/a-li");
  CHECK(actor.agent == "a-li");
  CHECK_FALSE(actor.supervisor);
  CHECK(ActorOf(CallerOf("agents/a-sun", {auth::v1::ROLE_SUPERVISOR}), {}).supervisor);
  CHECK(AgentOf(CallerOf("backends/shop", {auth::v1::ROLE_BACKEND})).empty());
  CHECK(ActorOf(CallerOf("backends/shop", {auth::v1::ROLE_BACKEND}), {}).name == "backends/shop");
}

TEST_CASE("A party acts by its link, under the name of its part and nobody's own", "[casework]") {
  const std::tuple<rpc::Role, LinkParty, LinkAction, const char*> parties[] = {
      {auth::v1::ROLE_CUSTOMER, LinkParty::kCustomer, LinkAction::kAnswerPlan, "customer"},
      {auth::v1::ROLE_SELLER, LinkParty::kSeller, LinkAction::kAnswerEvidenceRequest, "seller"},
      {auth::v1::ROLE_CARRIER, LinkParty::kCarrier, LinkAction::kAnswerEvidenceRequest, "carrier"},
      {auth::v1::ROLE_DEPARTMENT, LinkParty::kDepartment, LinkAction::kAnswerTask, "department"},
  };
  for (const auto& [role, party, action, name] : parties) {
    const Link link = {party, "261122-00012345-21", action, "x1", BusinessTime::FromUnixMicros(7)};
    const rpc::Caller caller = CallerOf(SubjectOf(link), {role});
    const auto read = LinkOf(caller);
    REQUIRE(read.ok());
    CHECK(*read == link);
    const Actor actor = ActorOf(caller, *read);
    CHECK(actor.name == name);
    CHECK(actor.agent.empty());
    CHECK_FALSE(actor.supervisor);
    // A party's role without a link says nothing for anybody.
    CHECK(ReasonOf(LinkOf(CallerOf("customers/1", {role})).status()) == "NOT_A_LINK");
    CHECK(ReasonOf(LinkOf(CallerOf("agents/a-li", {role})).status()) == "NOT_A_LINK");
  }
}

}  // namespace
}  // namespace redress::casework
