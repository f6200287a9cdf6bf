// The way of a complaint: in by JSON or gRPC through the gateway, out as one work item that one agent accepts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "redress/events/v1/events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

using routing::v1::WorkItem;
constexpr char kText[] = "快递显示签收五天了，我根本没收到，打电话快递员说放驿站了，驿站说没有这个件";

// The events about a case in one log, in order; also checks that the log is gapless and that its envelopes are complete.
std::vector<events::v1::Envelope> EventsOf(const std::string& source, const std::string& case_name, int partition) {
  std::vector<events::v1::Envelope> found;
  events::v1::ReadEventsRequest request;
  request.set_source(source);
  request.set_partition(partition);
  int64_t last = 0;
  while (true) {
    request.set_after_sequence(last);
    const auto page = Suite::Get().session().Call<events::v1::ReadEventsResponse>("redress.events.v1.EventFeedService.ReadEvents",
                                                                                  request, {source, ""});
    REQUIRE(page.status() == absl::OkStatus());
    for (const events::v1::Envelope& event : page->events()) {
      CHECK(event.sequence() == last + 1);
      CHECK(event.source() == source);
      CHECK(event.partition() == partition);
      CHECK(Uuid::Parse(event.id()).ok());
      last = event.sequence();
      if (event.subject() == case_name) found.push_back(event);
    }
    if (page->events().empty()) return found;
  }
}

std::vector<std::string> TypesOf(const std::vector<events::v1::Envelope>& events) {
  std::vector<std::string> types;
  for (const events::v1::Envelope& event : events) types.push_back(event.type());
  return types;
}

// As the agent's app would.
absl::Status Accept(const WorkItem& item, const std::string& agent) {
  routing::v1::AcceptWorkItemRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(item.name());
  WorkItem answer;
  return Suite::Get().session().Call("redress.routing.v1.RoutingService.AcceptWorkItem", request, &answer,
                                     {"", Suite::Get().Token(agent, {"SPECIALIST"}, {item.team()})});
}

// What must hold for a stored complaint, however it came in.
void CheckItsWay(const intake::v1::Complaint& complaint) {
  const WorkItem offered = AwaitItem(complaint.name(), WorkItem::STATE_OFFERED);
  CHECK(offered.case_() == complaint.case_());
  CHECK(offered.team() == "teams/logistics");
  CHECK(offered.prediction().tag().l1() == "LOGISTICS");
  CHECK_FALSE(offered.prediction().deciding_spans().empty());

  CHECK_FALSE(Accept(offered, "agents/a-somebody-else").ok());
  REQUIRE(Accept(offered, offered.agent()) == absl::OkStatus());
  CHECK(ReasonOf(Accept(offered, offered.agent())) != "");
  const WorkItem accepted = AwaitItem(complaint.name(), WorkItem::STATE_ACCEPTED);
  CHECK(accepted.agent() == offered.agent());

  const auto received = EventsOf("intake", complaint.case_(), complaint.partition());
  CHECK(TypesOf(received) == std::vector<std::string>{"redress.intake.v1.ComplaintReceived"});
  const auto routed = EventsOf("routing", complaint.case_(), complaint.partition());
  CHECK(TypesOf(routed) == std::vector<std::string>{"redress.routing.v1.WorkItemCreated", "redress.routing.v1.WorkItemOffered",
                                                    "redress.routing.v1.WorkItemAccepted"});
  routing::v1::WorkItemCreated created;
  REQUIRE(created.ParseFromString(routed.front().data()));
  CHECK(created.complaint() == complaint.name());
  CHECK(created.prediction().model_version() == offered.prediction().model_version());
  // What routing said stands after what it had heard from intake.
  const auto& after = routed.front().after();
  CHECK(std::any_of(after.begin(), after.end(), [&](const auto& position) {
    return position.source() == "intake" && position.sequence() >= received.front().sequence();
  }));
}

}  // namespace

TEST_CASE("A complaint sent as JSON becomes one work item that is offered once and accepted", "[e2e]") {
  Suite& suite = Suite::Get();
  const intake::v1::SubmitComplaintRequest request = NewSubmission(kText);
  client::HttpClient http;
  client::HttpRequest call{"POST", suite.gateway() + "/v1/complaints", suite.session().TokenOf("BACKEND").value()};
  intake::v1::Complaint stored;
  REQUIRE(http.Call(call, &request, &stored) == absl::OkStatus());
  CheckItsWay(stored);
}

TEST_CASE("A complaint sent by gRPC becomes one work item that is offered once and accepted", "[e2e]") {
  CheckItsWay(Submit(NewSubmission(kText)));
}

TEST_CASE("The same matter again raises the case's item instead of making another", "[e2e]") {
  intake::v1::SubmitComplaintRequest request = NewSubmission(kText);
  const intake::v1::Complaint first = Submit(request);
  request.set_request_id(Uuid::Random().ToString());
  request.mutable_complaint()->set_text("还是没收到！都一个星期了，到底管不管？");
  const intake::v1::Complaint second = Submit(request);
  CHECK(second.same_matter());
  CHECK(second.case_() == first.case_());
  CHECK(second.name() != first.name());
  const bool raised =
      Await(absl::Seconds(30), [&] { return AwaitItem(first.name(), WorkItem::STATE_OFFERED).raise_count() == 1; });
  CHECK(raised);
  CHECK(AwaitItem(first.name(), WorkItem::STATE_OFFERED).complaints_size() == 2);
}

TEST_CASE("What is no complaint, or too vague, goes to intake's people", "[e2e]") {
  const intake::v1::Complaint vague = Submit(NewSubmission("你们自己看看吧"));
  const WorkItem item = AwaitItem(vague.name(), WorkItem::STATE_OFFERED);
  CHECK(item.team() == "teams/intake");
}

TEST_CASE("A danger to people reaches a supervisor as critical, whatever the tag", "[e2e]") {
  const intake::v1::Complaint stored = Submit(NewSubmission("孩子吃了你们家的饼干上吐下泻，现在在医院急诊挂水，里面有虫子"));
  const WorkItem item = AwaitItem(stored.name(), WorkItem::STATE_OFFERED);
  CHECK(item.severity() == type::v1::SEVERITY_CRITICAL);
  routing::v1::GetAgentRequest request;
  request.set_name(item.agent());
  const auto agent = Suite::Get().session().Call<routing::v1::Agent>("redress.routing.v1.RoutingService.GetAgent", request);
  REQUIRE(agent.status() == absl::OkStatus());
  CHECK(agent->supervisor());
}

}  // namespace redress::e2e
