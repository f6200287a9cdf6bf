#include "services/casework/worker/event_handler.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::casework {
namespace {

using Kind = CaseInput::Kind;

constexpr char kCase[] = "cases/261122-00012345-21";
constexpr char kBare[] = "261122-00012345-21";

events::Event Of(const google::protobuf::Message& message) {
  events::Event event;
  event.partition = 7;
  event.type = message.GetTypeName();
  event.data = message.SerializeAsString();
  return event;
}

CaseInput OneOf(const google::protobuf::Message& message) {
  const auto inputs = InputsOf(Of(message));
  REQUIRE(inputs.ok());
  REQUIRE(inputs->size() == 1);
  return (*inputs)[0];
}

bool MeansNothing(const google::protobuf::Message& message) {
  return InputsOf(Of(message)).value().empty();
}

intake::v1::ComplaintReceived Received() {
  intake::v1::ComplaintReceived message;
  message.set_complaint("complaints/261122-00012399-55");
  message.set_case_(kCase);
  message.set_channel(type::v1::CHANNEL_CHAT);
  message.set_vip_level(9);
  message.set_customer("ff");
  message.mutable_received_time()->set_seconds(5);
  return message;
}

TEST_CASE("A complaint is taken in with everything intake tells, and the partition of its event", "[casework]") {
  const CaseInput input = OneOf(Received());
  CHECK(input.kind == Kind::kComplaint);
  CHECK(input.complaint.complaint == "261122-00012399-55");
  CHECK(input.complaint.case_number == kBare);
  CHECK(input.complaint.partition == 7);
  CHECK(input.complaint.channel == type::v1::CHANNEL_CHAT);
  CHECK(input.complaint.vip_level == 3);
  CHECK(input.complaint.customer == "ff");
  CHECK(input.complaint.received_time == BusinessTime::FromUnixMicros(5'000'000));
  intake::v1::ComplaintUnlinked unlinked;
  *unlinked.mutable_complaint_received() = Received();
  unlinked.set_former_case("cases/261122-00000001-10");
  const CaseInput left = OneOf(unlinked);
  CHECK(left.kind == Kind::kUnlinked);
  CHECK(left.former_case == "261122-00000001-10");
  CHECK(left.complaint.complaint == "261122-00012399-55");
}

TEST_CASE("A prediction is noted with its signals, also where an item was raised; without one nothing is", "[casework]") {
  routing::v1::WorkItemCreated created;
  created.set_case_(kCase);
  created.set_complaint("complaints/261122-00012345-21");
  CHECK(MeansNothing(created));
  classification::v1::Prediction& prediction = *created.mutable_prediction();
  prediction.mutable_tag()->set_l1("LOGISTICS");
  prediction.mutable_tag()->set_l2("LOST");
  prediction.set_severity(type::v1::SEVERITY_URGENT);
  prediction.set_abstained(true);
  type::v1::Signal& signal = *prediction.add_signals();
  signal.set_kind("escalation_risk");
  const std::pair<std::string, bool> values[] = {{"high", false}, {"media", true}, {"reach", true}};
  for (const auto& [value, media] : values) {
    signal.set_value(value);
    const CaseInput input = OneOf(created);
    CHECK(input.kind == Kind::kPrediction);
    CHECK(input.complaint.complaint == kBare);
    CHECK(input.prediction.tag == Tag{"LOGISTICS", "LOST"});
    CHECK(input.prediction.severity == Severity::kUrgent);
    CHECK(input.prediction.abstained);
    CHECK(input.prediction.media == media);
    REQUIRE(input.prediction.signals.size() == 1);
    CHECK(input.prediction.signals[0].value == value);
  }
  routing::v1::WorkItemRaised raised;
  raised.set_case_(kCase);
  *raised.mutable_prediction() = prediction;
  CHECK(MeansNothing(raised));
  raised.set_complaint("complaints/261122-00012399-55");
  CHECK(OneOf(raised).complaint.complaint == "261122-00012399-55");
}

TEST_CASE("Who accepts the handling of a case owns it, who is offered or accepts anything of it may read it", "[casework]") {
  routing::v1::WorkItemAccepted accepted;
  accepted.set_case_(kCase);
  accepted.set_agent("agents/a-li");
  const std::pair<std::string, Kind> kinds[] = {
      {"HANDLE_CASE", Kind::kOwner}, {"TRIAGE", Kind::kReader}, {"APPROVE", Kind::kReader}, {"CALL_BACK", Kind::kReader}};
  for (const auto& [kind, expected] : kinds) {
    accepted.set_kind(kind);
    const CaseInput input = OneOf(accepted);
    CHECK(input.kind == expected);
    CHECK(input.agent == "a-li");
    CHECK(input.complaint.case_number == kBare);
  }
  routing::v1::WorkItemOffered offered;
  offered.set_case_(kCase);
  offered.set_agent("agents/a-li");
  CHECK(OneOf(offered).kind == Kind::kReader);
}

TEST_CASE("Who hands the handling of a case on, goes away, or loses it to another team leaves it; nobody else does",
          "[casework]") {
  using namespace routing::v1;  // NOLINT
  WorkItemReleased released;
  released.set_case_(kCase);
  released.set_kind("HANDLE_CASE");
  released.set_agent("agents/a-li");
  for (const ReleaseReason reason : {RELEASE_REASON_AGENT_OFFLINE, RELEASE_REASON_TRANSFERRED, RELEASE_REASON_CASE_CHANGED}) {
    released.set_reason(reason);
    CHECK(OneOf(released).kind == Kind::kLeft);
  }
  for (const ReleaseReason reason : {RELEASE_REASON_DECLINED, RELEASE_REASON_OFFER_EXPIRED}) {
    released.set_reason(reason);
    CHECK(MeansNothing(released));
  }
  released.set_reason(RELEASE_REASON_TRANSFERRED);
  released.set_agent("");
  CHECK(MeansNothing(released));
  released.set_agent("agents/a-li");
  released.set_kind("APPROVE");
  CHECK(MeansNothing(released));
}

TEST_CASE("What was decided in triage comes with who decided", "[casework]") {
  routing::v1::TriageDecided decided;
  decided.set_case_(kCase);
  decided.set_agent("agents/a-li");
  decided.mutable_tag()->set_l1("MARKETING");
  const CaseInput input = OneOf(decided);
  CHECK(input.kind == Kind::kTriaged);
  CHECK(input.tag == Tag{"MARKETING", ""});
  CHECK(input.agent == "a-li");
}

TEST_CASE("What the customer answered through outreach comes with its case; a score is one to five", "[casework]") {
  outreach::v1::SurveyAnswered survey;
  survey.set_case_(kCase);
  survey.set_closing(2);
  for (int score = 0; score <= 6; ++score) {
    survey.set_score(score);
    if (score < 1 || score > 5) {
      CHECK(ReasonOf(InputsOf(Of(survey)).status()) == "BAD_EVENT");
      continue;
    }
    const CaseInput input = OneOf(survey);
    CHECK(input.kind == Kind::kSurvey);
    CHECK(input.complaint.case_number == kBare);
    CHECK(input.survey.closing == 2);
    CHECK(input.survey.score == score);
  }
  outreach::v1::IntentJudged judged;
  judged.set_case_(kCase);
  for (const bool solved : {false, true}) {
    judged.set_solved(solved);
    CHECK(OneOf(judged).kind == Kind::kJudged);
    CHECK(OneOf(judged).solved == solved);
  }
  judged.set_case_("");
  CHECK(ReasonOf(InputsOf(Of(judged)).status()) == "BAD_EVENT");
  CHECK(MeansNothing(outreach::v1::NoticeSent()));
}

TEST_CASE("An event that cannot be read is refused, whatever its type; another type means nothing", "[casework]") {
  events::Event event = Of(Received());
  event.data.assign(1, '\xff');
  CHECK(ReasonOf(InputsOf(event).status()) == "BAD_EVENT");
  intake::v1::ComplaintReceived nameless = Received();
  nameless.set_case_("nonsense");
  CHECK(ReasonOf(InputsOf(Of(nameless)).status()) == "BAD_EVENT");
  CHECK(MeansNothing(intake::v1::EvidenceAdded()));
  CHECK(MeansNothing(compensation::v1::GrantPaid()));
}

}  // namespace
}  // namespace redress::casework
