// What casework's events make of work items, on a real database: who is offered what, what ends it, and that nothing counts
// twice.
#include <catch2/catch.hpp>
#include <thread>

#include "libs/base/error.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "services/routing/store/decision_store.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::Approver;
using routing::ItemKind;
using routing::ItemState;
using routing::Severity;
using Kind = routing::CaseNews::Kind;

const std::vector<std::string> kNoFaults;

routing::CaseNews Approval(RoutingDesk& desk, int n, const std::string& proposer, Approver approver = Approver::kSupervisor) {
  routing::CaseNews news = desk.NewsOf(Kind::kApprovalRequested, n);
  news.subject = "a1";
  news.cause = absl::StrCat("cases/c", n, "/approvals/a1");
  news.approver = approver;
  news.proposer = proposer;
  news.due_time = desk.time.Now() + absl::Hours(4);
  return news;
}

routing::CaseNews CallbackDue(RoutingDesk& desk, int n, int attempt) {
  routing::CaseNews news = desk.NewsOf(Kind::kCallbackDue, n);
  news.cause = absl::StrCat("cases/c", n, "/callbacks/", attempt);
  news.due_time = desk.time.Now() + absl::Hours(48);
  return news;
}

routing::CaseNews Ended(RoutingDesk& desk, Kind kind, int n, const std::string& subject) {
  routing::CaseNews news = desk.NewsOf(kind, n);
  news.subject = subject;
  news.settled = true;
  return news;
}

// Case n with an owner.
void Owned(RoutingDesk& desk, int n, const std::string& agent) {
  desk.Receive(n, 1);
  desk.Apply({desk.NewsOf(Kind::kOpened, n)});
  REQUIRE(routing::TransferItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-any", true), {"", agent, "yours"}).ok());
}

template <class Message>
Message Decoded(const events::NewEvent& event) {
  Message message;
  CHECK(event.type == Message::descriptor()->full_name());
  REQUIRE(message.ParseFromString(event.data));
  return message;
}

std::string WhyNot(RoutingDesk& desk, const std::string& item, const std::string& agent) {
  std::string why = "no candidate";
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                for (const auto& stored : routing::ListDecisions(transaction, item, 0, 1)) {
                  for (const auto& candidate : stored.decision.candidates()) {
                    if (candidate.agent() == "agents/" + agent) why = candidate.excluded_by();
                  }
                }
                return absl::OkStatus();
              })
              .ok());
  return why;
}

TEST_CASE("An approval is offered to a supervisor who did not propose the plan, and is done when it is decided") {
  RoutingDesk desk;
  desk.AddAgent("a-proposer", 5, {"logistics"}, true);
  desk.AddAgent("a-boss", 5, {"logistics"}, true);
  desk.AddAgent("a-li", 5);
  Owned(desk, 0, "a-proposer");
  const auto said = desk.Apply({Approval(desk, 0, "a-proposer")});
  REQUIRE(said.size() == 1);
  const auto created = Decoded<routing::v1::WorkItemCreated>(said[0]);
  CHECK(created.kind() == "APPROVE");
  CHECK(created.subject() == "a1");
  CHECK_FALSE(created.has_prediction());
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c0-2").agent == "a-boss");
  CHECK(WhyNot(desk, "c0-2", "a-proposer") == "PROPOSER");
  CHECK(WhyNot(desk, "c0-2", "a-li") == "NOT_SUPERVISOR");
  REQUIRE(routing::AcceptItem(desk.context, desk.Move("c0-2", "a-boss")).ok());
  const auto done = desk.Apply({Ended(desk, Kind::kApprovalEnded, 0, "a1")});
  REQUIRE(done.size() == 1);
  CHECK(Decoded<routing::v1::WorkItemDone>(done[0]).agent() == "agents/a-boss");
  CHECK(Decoded<routing::v1::WorkItemDone>(done[0]).kind() == "APPROVE");
  CHECK(desk.Item("c0-2").state == ItemState::kDone);
  CHECK(desk.Ask("SELECT count(slot) FROM assignment WHERE agent = 'a-boss' AND released_us IS NULL") == "0");
  CHECK(desk.Apply({Ended(desk, Kind::kApprovalEnded, 0, "a1")}).empty());
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("An approval that is only waited or offered for is done by nobody") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  desk.AddAgent("a-boss", 5, {"logistics"}, true);
  Owned(desk, 0, "a-li");
  desk.Apply({Approval(desk, 0, "a-li")});
  if (GENERATE(false, true)) CHECK(desk.Assign() == 1);
  const auto done = desk.Apply({Ended(desk, Kind::kApprovalEnded, 0, "a1")});
  REQUIRE(done.size() == 1);
  CHECK(Decoded<routing::v1::WorkItemDone>(done[0]).agent().empty());
  CHECK(desk.Item("c0-2").agent.empty());
  CHECK(desk.Item("c0-1").state == ItemState::kAccepted);
  CHECK(ReasonOf(routing::AcceptItem(desk.context, desk.Move("c0-2", "a-boss")).status()) == "ILLEGAL_TRANSITION");
  CHECK(desk.Assign() == 0);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Managers and legal decide what is theirs; a supervisor can neither take it nor be given it") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  desk.AddAgent("a-boss", 5, {"logistics"}, true);
  Owned(desk, 0, "a-li");
  Owned(desk, 1, "a-li");
  desk.Apply({Approval(desk, 0, "a-li", Approver::kManager), Approval(desk, 1, "a-li", Approver::kLegal)});
  CHECK(desk.Assign() == 0);
  for (const char* item : {"c0-2", "c1-2"}) {
    CHECK(ReasonOf(routing::TakeItem(desk.context, desk.Move(item, "a-boss", true)).status()) == "NOT_IN_TEAM");
    const absl::Status given =
        routing::TransferItem(desk.context, desk.Move(item, "a-boss", true), {"", "a-boss", "mine"}).status();
    CHECK(ReasonOf(given) == "NOT_IN_TEAM");
  }
  desk.Ask("UPDATE team SET required_skills = '{}' WHERE team IN ('managers', 'legal') RETURNING 1");
  desk.AddAgent("a-manager", 5, {"managers"}, true);
  desk.AddAgent("a-lawyer", 5, {"legal"});
  CHECK(desk.Assign() == 2);
  CHECK(desk.Item("c0-2").agent == "a-manager");
  CHECK(desk.Item("c1-2").agent == "a-lawyer");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("However many plans somebody proposed, what stands behind their approvals is not hidden") {
  RoutingDesk desk;
  desk.AddAgent("a-boss", 30, {"logistics"}, true);
  std::vector<routing::CaseMessage> messages;
  for (int n = 0; n < 40; ++n) {
    Owned(desk, n, "a-boss");
    desk.Apply({desk.NewsOf(Kind::kClosed, n)});
    messages.emplace_back(Approval(desk, n, n < 35 ? "a-boss" : "a-else"));
  }
  desk.Apply(messages);
  CHECK(desk.Assign() == 5);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE agent = proposer") == "0");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A callback goes to the owner of its case; a further attempt only moves its time") {
  RoutingDesk desk;
  desk.AddAgent("a-idle", 5);
  desk.AddAgent("a-owner", 5);
  for (int n = 1; n <= 3; ++n) Owned(desk, n, "a-owner");
  desk.Apply({CallbackDue(desk, 1, 1)});
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c1-2").agent == "a-owner");
  CHECK(desk.Item("c1-2").kind == ItemKind::kCallBack);
  routing::CaseNews not_reached = Ended(desk, Kind::kCallbackMade, 1, "0");
  not_reached.settled = false;
  desk.time.Advance(absl::Seconds(5));
  const routing::CaseNews again = CallbackDue(desk, 1, 2);
  CHECK(desk.Apply({not_reached, again}).empty());
  CHECK(desk.Item("c1-2").due_time == again.due_time);
  CHECK(desk.Item("c1-2").state == ItemState::kOffered);
  CHECK(desk.Apply({Ended(desk, Kind::kCallbackMade, 1, "0")}).size() == 1);
  CHECK(desk.Item("c1-2").state == ItemState::kDone);
  // Not there, or without room: somebody of the team.
  desk.SetPresence("a-owner", routing::Presence::kBusy);
  desk.Apply({CallbackDue(desk, 2, 1)});
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c2-2").agent == "a-idle");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A department that works with routing gets its tasks as items") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  Owned(desk, 0, "a-li");
  routing::CaseNews task = desk.NewsOf(Kind::kTaskAssigned, 0);
  task.subject = "t1";
  task.cause = "cases/c0/tasks/t1";
  task.team = "dept-warehouse";
  CHECK(desk.Apply({task}).empty());  // it is asked by signed link
  REQUIRE(desk.pool
              ->Transact([](pqxx::work& transaction) {
                transaction.exec("INSERT INTO team VALUES ('dept-warehouse', '仓库', 'Warehouse', '{}')");
                return absl::OkStatus();
              })
              .ok());
  task.subject = "t2";
  task.cause = "cases/c0/tasks/t2";
  CHECK(desk.Apply({task}).size() == 1);
  CHECK(desk.Apply({task}).empty());
  desk.AddAgent("a-keeper", 5, {"dept-warehouse"});
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c0-2").agent == "a-keeper");
  CHECK(desk.Apply({Ended(desk, Kind::kTaskAnswered, 0, "t2")}).size() == 1);
  CHECK(desk.Item("c0-2").state == ItemState::kDone);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("What the case ends nobody completes by hand; of a case that casework does not have, or that is over, they may") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 9);
  desk.Receive(0, 2);
  desk.Assign();
  for (int n = 0; n < 2; ++n) REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(n), "a-li")).ok());
  CHECK(routing::CompleteItem(desk.context, desk.Move("c0-1", "a-li")).ok());
  desk.Apply({desk.NewsOf(Kind::kOpened, 1)});
  CHECK(ReasonOf(routing::CompleteItem(desk.context, desk.Move("c1-1", "a-li")).status()) == "ENDED_BY_ITS_CASE");
  desk.Apply({desk.NewsOf(Kind::kClosed, 1)});
  CHECK(desk.Item("c1-1").state == ItemState::kDone);
  routing::CaseInput urge;
  urge.case_number = "c1";
  urge.cause = "complaints/c1/contacts/1";
  urge.partition = 1;
  desk.Apply({urge});  // somebody asks again about a case that is over
  desk.Assign();
  REQUIRE(routing::AcceptItem(desk.context, desk.Move("c1-2", "a-li")).ok());
  CHECK(routing::CompleteItem(desk.context, desk.Move("c1-2", "a-li")).ok());
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A case that reopens is left to supervisors, by the assigner and at the counter") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 9);
  Owned(desk, 0, "a-li");
  routing::CaseNews reopened = desk.NewsOf(Kind::kReopened, 0);
  reopened.cause = "cases/c0/reopened@1";
  const auto said = desk.Apply({desk.NewsOf(Kind::kClosed, 0), reopened});
  REQUIRE(said.size() == 2);
  CHECK(Decoded<routing::v1::WorkItemCreated>(said[1]).kind() == "HANDLE_CASE");
  CHECK(desk.Assign() == 0);
  CHECK(WhyNot(desk, "c0-2", "a-li") == "NOT_SUPERVISOR");
  CHECK(ReasonOf(routing::TakeItem(desk.context, desk.Move("c0-2", "a-li")).status()) == "NOT_SUPERVISOR");
  desk.AddAgent("a-boss", 9, {"logistics"}, true);
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c0-2").agent == "a-boss");
  CHECK(desk.Apply({reopened}).empty());
  CHECK(desk.Ask("SELECT reopen_count FROM case_standing") == "1");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("The tag of record sends a case to its team; triage becomes handling; who is of that team keeps it") {
  RoutingDesk desk;
  desk.AddAgent("a-both", 9, {"logistics", "marketing"});
  desk.AddAgent("a-one", 9);
  routing::CaseNews tagged = desk.NewsOf(Kind::kTagged, 0);
  tagged.tag = {"MARKETING", "COUPON_RULES"};
  tagged.team = "marketing";
  SECTION("in triage") {
    routing::CaseInput unclear = RoutingDesk::InputOf(0);
    unclear.prediction = {};
    desk.Apply({unclear, tagged});
    CHECK(desk.Item("c0-1").kind == ItemKind::kHandleCase);
    CHECK(desk.Item("c0-1").state == ItemState::kQueued);
  }
  SECTION("owned by somebody of another team") {
    Owned(desk, 0, "a-one");
    const auto said = desk.Apply({tagged});
    REQUIRE(said.size() == 1);
    const auto released = Decoded<routing::v1::WorkItemReleased>(said[0]);
    CHECK(released.reason() == routing::v1::RELEASE_REASON_CASE_CHANGED);
    CHECK(released.agent() == "agents/a-one");
    CHECK(released.team() == "teams/marketing");
    CHECK(released.kind() == "HANDLE_CASE");
    CHECK(desk.Item("c0-1").state == ItemState::kQueued);
  }
  SECTION("owned by somebody of both") {
    Owned(desk, 0, "a-both");
    const auto said = desk.Apply({tagged});
    REQUIRE(said.size() == 1);
    CHECK(Decoded<routing::v1::WorkItemAccepted>(said[0]).team() == "teams/marketing");
    CHECK(desk.Item("c0-1").agent == "a-both");
  }
  CHECK(desk.Item("c0-1").team == "marketing");
  CHECK(desk.Item("c0-1").tag.l2 == "COUPON_RULES");
  CHECK(desk.Apply({tagged}).empty());
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A merged case has no items, what comes about it is about the other one, and undoing gives it back") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 9);
  Owned(desk, 1, "a-li");
  desk.Receive(2, 1);
  desk.Apply({desk.NewsOf(Kind::kOpened, 2)});
  routing::CaseNews merged = desk.NewsOf(Kind::kMerged, 1);
  merged.other = "c2";
  desk.Apply({merged});
  CHECK(desk.Item("c1-1").state == ItemState::kDone);
  routing::CaseInput again = RoutingDesk::InputOf(3);
  again.case_number = "c1";
  again.partition = 1;
  const auto said = desk.Apply({again});
  REQUIRE(said.size() == 1);
  CHECK(said[0].subject == "cases/c2");
  CHECK(said[0].partition == 2);
  CHECK(desk.Item("c2-1").raise_count == 1);
  CHECK(desk.Ask("SELECT case_number FROM case_input WHERE complaint = 'c3'") == "c2");
  routing::CaseNews unmerged = desk.NewsOf(Kind::kUnmerged, 1);
  unmerged.cause = "cases/c1/unmerged@1";
  CHECK(desk.Apply({unmerged}).size() == 1);
  CHECK(desk.Apply({unmerged}).empty());
  desk.AddAgent("a-zoe", 9);
  desk.Assign();
  CHECK(desk.Item("c1-2").agent == "a-li");  // who had it
  CHECK(desk.Faults() == kNoFaults);
}

// Two partitions, as two replicas have them: what is said of the merged case in one, and of the other case in its own.
TEST_CASE("Whatever two replicas make of one case at once, it has one item of its own") {
  RoutingDesk desk;
  desk.Receive(1, 2);
  routing::CaseNews merged = desk.NewsOf(Kind::kMerged, 1);
  merged.other = "c2";
  desk.Apply({desk.NewsOf(Kind::kOpened, 1), desk.NewsOf(Kind::kOpened, 2), merged, desk.NewsOf(Kind::kClosed, 2)});
  const auto urge = [&](int of_case, int contact) {
    routing::CaseInput input;
    input.case_number = absl::StrCat("c", of_case);
    input.cause = absl::StrCat("complaints/c", of_case, "/contacts/", contact);
    input.partition = of_case;
    return input;
  };
  std::vector<std::thread> threads;
  for (int of_case = 1; of_case <= 2; ++of_case) {
    threads.emplace_back([&, of_case] {
      for (int contact = 0; contact < 25; ++contact) desk.Apply({urge(of_case, contact)});
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(desk.Ask("SELECT string_agg(item, ' ') FROM work_item WHERE state <> 'DONE'") == "c2-2");
  CHECK(desk.Item("c2-2").raise_count == 50);
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
