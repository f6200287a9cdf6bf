// What routing makes of events before the transaction: classification is asked once a batch; what passes by itself is waited for,
// what is the event's own fault is not. And what it reads in the events of casework.
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/events/batch_applier.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "services/routing/worker/case_handler.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using classification::v1::BatchClassifyRequest;
using classification::v1::BatchClassifyResponse;
using routing::CaseHandler;

events::Event Received(int n) {
  intake::v1::ComplaintReceived received;
  received.set_complaint(absl::StrCat("complaints/c", n));
  received.set_case_(absl::StrCat("cases/c", n));
  received.set_channel(type::v1::CHANNEL_APP);
  events::Event event;
  event.partition = n % 64;
  event.type = received.GetTypeName();
  event.subject = received.case_();
  event.data = received.SerializeAsString();
  return event;
}

std::vector<events::Event> Received(int first, int count) {
  std::vector<events::Event> events;
  for (int n = first; n < first + count; ++n) events.push_back(Received(n));
  return events;
}

absl::StatusOr<std::string> NoTeam(const routing::Tag&) {
  return absl::UnimplementedError("nothing was tagged");
}

// Sure of everything, and counts how often it is asked.
struct Sure {
  int asked = 0;
  absl::StatusOr<BatchClassifyResponse> operator()(const BatchClassifyRequest& request) {
    ++asked;
    CHECK(request.complaints_size() <= 512);
    BatchClassifyResponse answer;
    for (const std::string& complaint : request.complaints()) {
      classification::v1::Prediction& prediction = *answer.add_predictions();
      prediction.set_name(complaint);
      prediction.mutable_tag()->set_l1("LOGISTICS");
      prediction.set_team("teams/logistics");
      prediction.set_severity(type::v1::SEVERITY_URGENT);
    }
    return answer;
  }
};

TEST_CASE("A batch is classified by as few calls as it takes, and its items bear what was said") {
  RoutingDesk desk;
  Sure sure;
  CaseHandler handler({[&](const auto& request) { return sure(request); }, NoTeam}, desk.time, [] {});
  const std::vector<events::Event> batch = Received(0, 600);
  REQUIRE(handler.Prepare(batch).ok());
  CHECK(sure.asked == 2);
  std::vector<events::NewEvent> said;
  REQUIRE(desk.pool->Transact([&](pqxx::work& transaction) { return handler.Apply(transaction, batch, &said); }).ok());
  CHECK(said.size() == 600);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE team = 'logistics' AND severity = 2") == "600");
}

TEST_CASE("Whatever keeps classification from answering is waited for; only its own verdict on a complaint is final") {
  RoutingDesk desk;
  absl::Status answer;
  CaseHandler handler({[&](const BatchClassifyRequest&) { return answer; }, NoTeam}, desk.time, [] {});
  using absl::StatusCode;
  for (const StatusCode code :
       {StatusCode::kUnavailable, StatusCode::kDeadlineExceeded, StatusCode::kResourceExhausted, StatusCode::kCancelled,
        StatusCode::kUnauthenticated, StatusCode::kPermissionDenied, StatusCode::kUnimplemented, StatusCode::kFailedPrecondition,
        StatusCode::kInternal, StatusCode::kUnknown}) {
    INFO(absl::StatusCodeToString(code));
    answer = absl::Status(code, "the connection, not classification, says this");
    CHECK(events::IsTransient(handler.Prepare(Received(0, 3))));
  }
  for (const StatusCode code : {StatusCode::kInternal, StatusCode::kUnknown, StatusCode::kInvalidArgument}) {
    INFO(absl::StatusCodeToString(code));
    answer = Error(code, "INTERNAL", "classification itself says this");
    CHECK_FALSE(events::IsTransient(handler.Prepare(Received(0, 3))));
  }
  CHECK(desk.Ask("SELECT count(*) FROM work_item") == "0");
}

TEST_CASE("Fewer predictions than complaints are no answer; an event that cannot be read is its own fault") {
  RoutingDesk desk;
  Sure sure;
  CaseHandler handler({[&](BatchClassifyRequest request) {
                         request.mutable_complaints()->RemoveLast();
                         return sure(request);
                       },
                       NoTeam},
                      desk.time, [] {});
  CHECK(events::IsTransient(handler.Prepare(Received(0, 3))));
  events::Event bad = Received(1);
  bad.data.assign(1, static_cast<char>(0xff));
  const absl::Status status = handler.Prepare({bad});
  CHECK(ReasonOf(status) == "BAD_EVENT");
  CHECK_FALSE(events::IsTransient(status));
}

template <class Message>
events::Event EventOf(const Message& message, BusinessTime time = BusinessTime::FromUnixMicros(1'764'000'000'000'000)) {
  events::Event event;
  event.source = "casework";
  event.partition = 1;
  event.type = message.GetTypeName();
  event.subject = message.case_();
  event.time = time;
  event.data = message.SerializeAsString();
  return event;
}

template <class Message>
Message OfCase() {
  Message message;
  message.set_case_("cases/c1");
  return message;
}

// A handler over a desk with case c1; applies events as the consumer would.
struct Reader {
  explicit Reader(CaseHandler::TeamOfTag team_of = NoTeam)
      : handler({[this](const auto& request) { return sure(request); }, std::move(team_of)}, desk.time, [] {}) {
    desk.AddAgent("a-li", 9);
    Apply({Received(1)});
  }
  std::vector<events::NewEvent> Apply(const std::vector<events::Event>& events) {
    std::vector<events::NewEvent> said;
    REQUIRE(handler.Prepare(events).ok());
    const absl::Status status =
        desk.pool->Transact([&](pqxx::work& transaction) { return handler.Apply(transaction, events, &said); });
    INFO(status);
    REQUIRE(status.ok());
    return said;
  }
  RoutingDesk desk;
  Sure sure;
  CaseHandler handler;
};

TEST_CASE("Every event of casework is read for what it says") {
  Reader reader([](const routing::Tag&) { return std::string("marketing"); });
  RoutingDesk& desk = reader.desk;
  const auto time = [&](int hours) { return redress::ToProto(desk.time.Now() + absl::Hours(hours)); };

  auto tagged = OfCase<casework::v1::CaseTagged>();
  tagged.mutable_tag()->set_l1("MARKETING");
  auto moved = OfCase<casework::v1::CaseStateChanged>();
  moved.set_to_state(GENERATE(casework::v1::Case::STATE_WAITING_CUSTOMER, casework::v1::Case::STATE_WAITING_SELLER,
                              casework::v1::Case::STATE_WAITING_THIRD_PARTY, casework::v1::Case::STATE_EXECUTING));
  reader.Apply({EventOf(OfCase<casework::v1::CaseOpened>()), EventOf(tagged), EventOf(moved)});
  CHECK(desk.Item("c1-1").team == "marketing");
  CHECK(desk.Item("c1-1").waiting);
  moved.set_to_state(GENERATE(casework::v1::Case::STATE_INVESTIGATING, casework::v1::Case::STATE_CALLBACK_DUE));
  reader.Apply({EventOf(moved)});
  CHECK_FALSE(desk.Item("c1-1").waiting);

  auto approval = OfCase<casework::v1::ApprovalRequested>();
  approval.set_approval("a1");
  approval.set_required_authority(compensation::v1::AUTHORITY_LEGAL);
  approval.set_proposer("agents/a-li");
  *approval.mutable_request_time() = time(1);
  *approval.mutable_expire_time() = time(5);
  auto decided = OfCase<casework::v1::ApprovalEnded>();
  decided.set_approval("a1");
  *decided.mutable_end_time() = time(2);
  reader.Apply({EventOf(approval)});
  CHECK(desk.Item("c1-2").team == "legal");
  CHECK(desk.Item("c1-2").proposer == "a-li");
  CHECK(desk.Item("c1-2").received_time == desk.time.Now() + absl::Hours(1));
  CHECK(desk.Item("c1-2").due_time == desk.time.Now() + absl::Hours(5));
  reader.Apply({EventOf(decided)});
  CHECK(desk.Item("c1-2").done_time == desk.time.Now() + absl::Hours(2));

  auto due = OfCase<casework::v1::CallbackDue>();
  due.set_attempt(1);
  *due.mutable_due_time() = time(48);
  auto made = OfCase<casework::v1::CallbackMade>();
  made.mutable_callback()->set_attempt(1);
  made.mutable_callback()->set_outcome(casework::v1::Callback::OUTCOME_NOT_REACHED);
  reader.Apply({EventOf(due, desk.time.Now()), EventOf(made)});
  CHECK(desk.Item("c1-3").state == routing::ItemState::kQueued);
  CHECK(desk.Item("c1-3").received_time == desk.time.Now());
  made.mutable_callback()->set_attempt(3);  // the last one
  reader.Apply({EventOf(made)});
  CHECK(desk.Item("c1-3").state == routing::ItemState::kDone);

  auto merged = OfCase<casework::v1::CaseMerged>();
  merged.set_into("cases/c2");
  reader.Apply({EventOf(merged)});
  CHECK(desk.Item("c1-1").state == routing::ItemState::kDone);
  auto unmerged = OfCase<casework::v1::CaseUnmerged>();
  unmerged.set_state(casework::v1::Case::STATE_WAITING_CUSTOMER);
  reader.Apply({EventOf(unmerged)});
  CHECK(desk.Item("c1-4").waiting);

  auto closed = OfCase<casework::v1::CaseClosed>();
  *closed.mutable_close_time() = time(9);
  auto reopened = OfCase<casework::v1::CaseReopened>();
  reopened.set_complaint("complaints/c9");
  *reopened.mutable_reopen_time() = time(10);
  reader.Apply({EventOf(closed), EventOf(reopened)});
  CHECK(desk.Item("c1-4").done_time == desk.time.Now() + absl::Hours(9));
  CHECK(desk.Item("c1-5").complaint == "c9");
  CHECK(desk.Item("c1-5").supervisors_only);
  const std::string before = desk.Ask("SELECT string_agg(item || state || version, ' ' ORDER BY item) FROM work_item");
  // All of it again, each for itself: what was told last still stands.
  CHECK(reader.Apply({EventOf(approval), EventOf(due), EventOf(unmerged), EventOf(reopened)}).empty());
  CHECK(desk.Ask("SELECT string_agg(item || state || version, ' ' ORDER BY item) FROM work_item") == before);
  CHECK(desk.Faults().empty());
}

TEST_CASE("Intake's and casework's events of one batch are applied in their order") {
  Reader reader;
  auto closed = OfCase<casework::v1::CaseClosed>();
  reader.Apply({Received(2), EventOf(closed), Received(3)});
  intake::v1::ComplaintReceived again;
  again.set_complaint("complaints/c4");
  again.set_case_("cases/c1");
  events::Event event = Received(4);
  event.data = again.SerializeAsString();
  auto reopened = OfCase<casework::v1::CaseReopened>();
  reader.Apply({event, EventOf(reopened)});
  CHECK(reader.desk.Item("c1-1").state == routing::ItemState::kDone);
  CHECK(reader.desk.Item("c1-2").complaint == "c4");
  CHECK(reader.desk.Item("c1-2").supervisors_only);
  CHECK(reader.desk.Ask("SELECT count(*) FROM work_item WHERE case_number = 'c1'") == "2");
}

TEST_CASE("The team of a tag is waited for; a tag that the taxonomy does not have any more goes to people who look") {
  absl::StatusOr<std::string> team = absl::UnavailableError("classification is away");
  Reader reader([&](const routing::Tag&) { return team; });
  auto tagged = OfCase<casework::v1::CaseTagged>();
  tagged.mutable_tag()->set_l1("SPACE");
  CHECK(events::IsTransient(reader.handler.Prepare({EventOf(tagged)})));
  team = absl::UnimplementedError("the connection says this");
  CHECK(events::IsTransient(reader.handler.Prepare({EventOf(tagged)})));
  team = absl::InvalidArgumentError("no such tag");
  reader.Apply({EventOf(tagged)});
  CHECK(reader.desk.Item("c1-1").team == "intake");
  CHECK(reader.desk.Item("c1-1").tag.l1 == "SPACE");
}

TEST_CASE("An event of casework that says nothing is its own fault; one of an unknown kind is none of ours") {
  for (const events::Event& event :
       {EventOf(casework::v1::CaseClosed()), EventOf(OfCase<casework::v1::CaseTagged>()),
        EventOf(OfCase<casework::v1::ApprovalRequested>()), EventOf(OfCase<casework::v1::CaseMerged>())}) {
    INFO(event.type);
    CHECK(ReasonOf(routing::CaseMessageOf(event).status()) == "BAD_EVENT");
  }
  const auto other = routing::CaseMessageOf(EventOf(OfCase<casework::v1::PlanProposed>()));
  REQUIRE(other.ok());
  CHECK_FALSE(other->has_value());
}

}  // namespace
}  // namespace redress::test
