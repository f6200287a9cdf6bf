// What connectors state of live channels: once whatever they repeat, in any order, with and without a complaint; nothing personal
// is kept or told.
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"
#include "libs/proto/values.h"
#include "services/intake/domain/partition.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;
const As kHotline = {"connectors/hotline", "CONNECTOR"};

v1::ReportCallRequest Answered(Intake& intake, const std::string& id, const std::string& complaint = "") {
  v1::ReportCallRequest request;
  request.set_request_id(NewId());
  v1::Call& call = *request.mutable_call();
  call.set_complaint(complaint);
  call.set_source("hotline-1");
  call.set_source_call_id(id);
  call.set_outcome(v1::CALL_OUTCOME_ANSWERED);
  *call.mutable_offered_time() = ToProto(intake.time().Now() - absl::Minutes(5));
  *call.mutable_outcome_time() = ToProto(intake.time().Now() - absl::Minutes(5) + absl::Milliseconds(12'345));
  call.set_talk_seconds(200);
  return request;
}

v1::ReportChatTurnRequest Turn(Intake& intake, const std::string& id, const std::string& complaint = "") {
  v1::ReportChatTurnRequest request;
  request.set_request_id(NewId());
  v1::ChatTurn& turn = *request.mutable_turn();
  turn.set_complaint(complaint);
  turn.set_channel(type::v1::CHANNEL_CHAT);
  turn.set_source_turn_id(id);
  turn.set_speaker(v1::SPEAKER_AGENT);
  *turn.mutable_spoken_time() = ToProto(intake.time().Now());
  return request;
}

// Of one type, in the order of each partition.
std::vector<events::Event> Said(Intake& intake, const std::string& type) {
  std::vector<events::Event> found;
  for (events::Event& event : intake.Events()) {
    if (event.type == "redress.intake.v1." + type) found.push_back(std::move(event));
  }
  return found;
}

TEST_CASE("A call is one fact, whatever is repeated, and is told of once", "[intake]") {
  Intake intake;
  const v1::ReportCallRequest request = Answered(intake, "c-1");
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<v1::Call>> answers(16, absl::UnknownError(""));
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      v1::ReportCallRequest again = request;
      if (i % 2 == 1) again.set_request_id(NewId());  // the connector has forgotten that it said so
      answers[i] = intake.Call(kHotline, &Stub::ReportCall, again);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::StatusOr<v1::Call>& answer : answers) {
    REQUIRE(answer.ok());
    CHECK(answer->name() == answers[0]->name());
    CHECK(answer->source_call_id().empty());
    CHECK(answer->reporter() == "connectors/hotline");
    CHECK(answer->talk_seconds() == 200);
    CHECK(TimeOf(answer->outcome_time()) == TimeOf(request.call().outcome_time()));
  }
  CHECK(intake.Count("call_fact") == 1);
  const std::vector<events::Event> said = Said(intake, "CallReported");
  REQUIRE(said.size() == 1);
  CHECK(said[0].subject == answers[0]->name());
  CHECK(said[0].partition == PartitionOf(answers[0]->name(), kPartitions));
  v1::CallReported event;
  REQUIRE(event.ParseFromString(said[0].data));
  CHECK(event.call() == answers[0]->name());
  CHECK(event.case_().empty());
  CHECK(event.outcome() == v1::CALL_OUTCOME_ANSWERED);
  CHECK(TimeOf(event.outcome_time()) - TimeOf(event.offered_time()) == absl::Milliseconds(12'345));

  v1::ReportCallRequest other = request;
  other.mutable_call()->set_talk_seconds(3);
  CHECK(ReasonOf(intake.Call(kHotline, &Stub::ReportCall, other).status()) == "REQUEST_ID_REUSED");
  other.set_request_id(NewId());
  CHECK(ReasonOf(intake.Call(kHotline, &Stub::ReportCall, other).status()) == "FACT_ALREADY_REPORTED");
  CHECK(intake.Count("call_fact") == 1);
}

TEST_CASE("What is about a complaint is told of its case, whoever submitted it", "[intake]") {
  Intake intake;
  const auto complaint = intake.Submit(Good());
  REQUIRE(complaint.ok());
  const auto call = intake.Call(kHotline, &Stub::ReportCall, Answered(intake, "c-1", complaint->name()));
  REQUIRE(call.ok());
  CHECK(call->complaint() == complaint->name());
  const auto turn = intake.Call(kMail, &Stub::ReportChatTurn, Turn(intake, "t-1", complaint->name()));
  REQUIRE(turn.ok());
  for (const char* type : {"CallReported", "ChatTurnReported"}) {
    const std::vector<events::Event> said = Said(intake, type);
    REQUIRE(said.size() == 1);
    CHECK(said[0].subject == complaint->case_());
    CHECK(said[0].partition == complaint->partition());
  }
  v1::ChatTurnReported event;
  REQUIRE(event.ParseFromString(Said(intake, "ChatTurnReported")[0].data));
  CHECK(event.turn() == turn->name());
  CHECK(event.complaint() == complaint->name());
  CHECK(event.case_() == complaint->case_());
  CHECK(event.channel() == type::v1::CHANNEL_CHAT);
  CHECK(event.speaker() == v1::SPEAKER_AGENT);
  CHECK(ReasonOf(intake.Call(kHotline, &Stub::ReportCall, Answered(intake, "c-2", "complaints/261122-00012345-21")).status()) ==
        "COMPLAINT_NOT_FOUND");
  CHECK(intake.Count("call_fact") == 1);
}

TEST_CASE("The same id is another turn at another source; without a source the reporter stands for it", "[intake]") {
  Intake intake;
  const auto first = intake.Call(kMail, &Stub::ReportChatTurn, Turn(intake, "1"));
  const auto of_other = intake.Call(kHotline, &Stub::ReportChatTurn, Turn(intake, "1"));
  v1::ReportChatTurnRequest named = Turn(intake, "1");
  named.mutable_turn()->set_source("chat-2");
  const auto elsewhere = intake.Call(kMail, &Stub::ReportChatTurn, named);
  REQUIRE(first.ok());
  REQUIRE(of_other.ok());
  REQUIRE(elsewhere.ok());
  CHECK(intake.Count("turn_fact") == 3);
  v1::ReportChatTurnRequest bot = Turn(intake, "1");
  bot.mutable_turn()->set_speaker(v1::SPEAKER_BOT);
  CHECK(ReasonOf(intake.Call(kMail, &Stub::ReportChatTurn, bot).status()) == "FACT_ALREADY_REPORTED");
}

TEST_CASE("Only connectors state such facts; every bad field is named, nothing of them is kept", "[intake]") {
  Intake intake;
  for (const As& as : {kShop, kAgent, kSupervisor, kOutreach}) {
    CHECK(intake.Call(as, &Stub::ReportCall, Answered(intake, "c-1")).status().code() == absl::StatusCode::kPermissionDenied);
    CHECK(intake.Call(as, &Stub::ReportChatTurn, Turn(intake, "t-1")).status().code() == absl::StatusCode::kPermissionDenied);
  }
  CHECK(FieldsOf(intake.Call(kHotline, &Stub::ReportCall, v1::ReportCallRequest()).status()) ==
        std::vector<std::string>{"request_id", "call.source_call_id", "call.offered_time", "call.outcome_time", "call.outcome"});
  CHECK(FieldsOf(intake.Call(kHotline, &Stub::ReportChatTurn, v1::ReportChatTurnRequest()).status()) ==
        std::vector<std::string>{"request_id", "turn.source_turn_id", "turn.spoken_time", "turn.channel", "turn.speaker"});
  CHECK(intake.Count("call_fact") + intake.Count("turn_fact") == 0);
  // The id that the exchange gave may be the caller's number: it is found nowhere.
  REQUIRE(intake.Call(kHotline, &Stub::ReportCall, Answered(intake, "13800001111-7")).ok());
  CHECK(intake.Ask("SELECT count(*) FROM call_fact f WHERE f::text LIKE '%1380000%'") == "0");
  CHECK(intake.Ask("SELECT count(*) FROM event e WHERE convert_from(e.data, 'LATIN1') LIKE '%1380000%'") == "0");
  CHECK_THROWS(intake.Ask("UPDATE call_fact SET talk_seconds = 1"));
}

}  // namespace
}  // namespace redress::intake::test
