// What routing makes of intake's events before the transaction: classification is asked once a batch; what passes by itself is
// waited for, what is the event's own fault is not.
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/events/batch_applier.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "services/routing/worker/intake_handler.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using classification::v1::BatchClassifyRequest;
using classification::v1::BatchClassifyResponse;
using routing::IntakeHandler;

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
  IntakeHandler handler([&](const auto& request) { return sure(request); }, desk.time, [] {});
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
  IntakeHandler handler([&](const BatchClassifyRequest&) { return answer; }, desk.time, [] {});
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
  IntakeHandler handler(
      [&](BatchClassifyRequest request) {
        request.mutable_complaints()->RemoveLast();
        return sure(request);
      },
      desk.time, [] {});
  CHECK(events::IsTransient(handler.Prepare(Received(0, 3))));
  events::Event bad = Received(1);
  bad.data.assign(1, static_cast<char>(0xff));
  const absl::Status status = handler.Prepare({bad});
  CHECK(ReasonOf(status) == "BAD_EVENT");
  CHECK_FALSE(events::IsTransient(status));
}

}  // namespace
}  // namespace redress::test
