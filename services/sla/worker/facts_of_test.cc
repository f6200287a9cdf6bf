#include "services/sla/worker/facts_of.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::sla {
namespace {

namespace cw = casework::v1;
namespace comp = compensation::v1;

const BusinessTime kTold = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const BusinessTime kHappened = kTold - absl::Minutes(5);
const auto kStamp = redress::ToProto(kHappened);

template <class Message>
Message OfCase() {
  Message message;
  message.set_case_("cases/c1");
  return message;
}

events::Event EventOf(const google::protobuf::Message& message) {
  events::Event event;
  event.partition = 7;
  event.type = message.GetTypeName();
  event.time = kTold;
  event.data = message.SerializeAsString();
  return event;
}

// What the one fact of an event is; its time is that of the message.
Fact FactOf(const google::protobuf::Message& message, BusinessTime time = kHappened) {
  const auto facts = FactsOf(EventOf(message));
  REQUIRE(facts.ok());
  REQUIRE(facts->size() == 1);
  CHECK((*facts)[0].case_number == "c1");
  CHECK((*facts)[0].partition == 7);
  CHECK((*facts)[0].fact.time == time);
  return (*facts)[0].fact;
}

bool MeansNothing(const google::protobuf::Message& message) {
  const auto facts = FactsOf(EventOf(message));
  REQUIRE(facts.ok());
  return facts->empty();
}

bool Is(const Fact& fact, FactKind kind, int value = 0, const std::string& subject = "") {
  return fact.kind == kind && fact.value == value && fact.subject == subject;
}

intake::v1::ComplaintReceived Complaint(const std::string& complaint, const std::string& of_case) {
  intake::v1::ComplaintReceived received;
  received.set_complaint("complaints/" + complaint);
  received.set_case_("cases/" + of_case);
  received.set_channel(type::v1::CHANNEL_EMAIL);
  *received.mutable_received_time() = kStamp;
  return received;
}

TEST_CASE("Intake's complaint begins a case that it opens; one that is unlinked begins when it is", "[facts_of]") {
  CHECK(Is(FactOf(Complaint("c1", "c1")), FactKind::kReceived, type::v1::CHANNEL_EMAIL));
  CHECK(MeansNothing(Complaint("c2", "c1")));
  intake::v1::ComplaintUnlinked unlinked;
  unlinked.set_complaint("complaints/c1");
  unlinked.set_former_case("cases/c0");
  *unlinked.mutable_complaint_received() = Complaint("c1", "c1");
  CHECK(Is(FactOf(unlinked, kTold), FactKind::kReceived, type::v1::CHANNEL_EMAIL));
}

TEST_CASE("Of calls and conversations counts what a person answered about a case", "[facts_of]") {
  auto call = OfCase<intake::v1::CallReported>();
  *call.mutable_outcome_time() = kStamp;
  call.set_outcome(intake::v1::CALL_OUTCOME_ANSWERED);
  CHECK(Is(FactOf(call), FactKind::kSpoken, 0, "CALL"));
  call.set_outcome(intake::v1::CALL_OUTCOME_ABANDONED);
  CHECK(MeansNothing(call));
  call.set_outcome(intake::v1::CALL_OUTCOME_ANSWERED);
  call.clear_case_();
  CHECK(MeansNothing(call));
  auto turn = OfCase<intake::v1::ChatTurnReported>();
  *turn.mutable_spoken_time() = kStamp;
  turn.set_speaker(intake::v1::SPEAKER_AGENT);
  CHECK(Is(FactOf(turn), FactKind::kSpoken, 0, "TURN"));
  for (const auto speaker : {intake::v1::SPEAKER_BOT, intake::v1::SPEAKER_CUSTOMER}) {
    turn.set_speaker(speaker);
    CHECK(MeansNothing(turn));
  }
  CHECK(MeansNothing(intake::v1::ChatTurnReported()));
}

TEST_CASE("Routing tells severities and who accepted a case", "[facts_of]") {
  auto created = OfCase<routing::v1::WorkItemCreated>();
  CHECK(MeansNothing(created));
  created.set_severity(type::v1::SEVERITY_URGENT);
  CHECK(Is(FactOf(created, kTold), FactKind::kSeverity, 2));
  auto raised = OfCase<routing::v1::WorkItemRaised>();
  raised.set_severity(type::v1::SEVERITY_CRITICAL);
  CHECK(Is(FactOf(raised, kTold), FactKind::kSeverity, 3));
  auto accepted = OfCase<routing::v1::WorkItemAccepted>();
  *accepted.mutable_accept_time() = kStamp;
  for (const char* kind : {"HANDLE_CASE", "TRIAGE"}) {
    accepted.set_kind(kind);
    CHECK(Is(FactOf(accepted), FactKind::kAccepted));
  }
  for (const char* kind : {"APPROVE", "CALL_BACK", "DEPARTMENT_TASK"}) {
    accepted.set_kind(kind);
    CHECK(MeansNothing(accepted));
  }
}

TEST_CASE("Casework tells how far a case is", "[facts_of]") {
  auto moved = OfCase<cw::CaseStateChanged>();
  *moved.mutable_change_time() = kStamp;
  moved.set_to_state(cw::Case::STATE_CALLBACK_DUE);
  CHECK(Is(FactOf(moved), FactKind::kExecuted));
  moved.set_from_state(cw::Case::STATE_OPEN);
  moved.set_to_state(cw::Case::STATE_VERIFYING);
  moved.set_actor("agents/a-li");
  CHECK(Is(FactOf(moved), FactKind::kRegulatorAccepted));
  moved.set_actor("services/casework");
  CHECK(MeansNothing(moved));
  auto tagged = OfCase<cw::CaseTagged>();
  *tagged.mutable_tag_time() = kStamp;
  tagged.mutable_tag()->set_l1("LOGISTICS");
  tagged.mutable_tag()->set_l2("DELAYED");
  CHECK(Is(FactOf(tagged), FactKind::kTagged, 0, "LOGISTICS/DELAYED"));
  auto checked = OfCase<cw::ChecklistCompleted>();
  *checked.mutable_complete_time() = kStamp;
  CHECK(Is(FactOf(checked), FactKind::kChecked));
  auto told = OfCase<cw::CustomerTold>();
  *told.mutable_tell_time() = kStamp;
  told.set_how("REJECTION");
  CHECK(Is(FactOf(told), FactKind::kTold, 0, "REJECTION"));
}

TEST_CASE("Casework tells what others were asked for, and how it ended", "[facts_of]") {
  auto assigned = OfCase<cw::TaskAssigned>();
  *assigned.mutable_assign_time() = kStamp;
  assigned.set_task("t1");
  CHECK(Is(FactOf(assigned), FactKind::kTaskAssigned, 0, "t1"));
  auto answered = OfCase<cw::TaskAnswered>();
  *answered.mutable_answer_time() = kStamp;
  answered.set_task("t1");
  CHECK(Is(FactOf(answered), FactKind::kTaskAnswered, 0, "t1"));
  auto asked = OfCase<cw::EvidenceRequested>();
  *asked.mutable_request_time() = kStamp;
  asked.set_evidence_request("e1");
  asked.set_party(cw::PARTY_SELLER);
  CHECK(Is(FactOf(asked), FactKind::kEvidenceRequested, 0, "e1"));
  asked.set_party(cw::PARTY_CUSTOMER);
  CHECK(Is(FactOf(asked), FactKind::kEvidenceRequested, 1, "e1"));
  auto ended = OfCase<cw::EvidenceRequestEnded>();
  *ended.mutable_end_time() = kStamp;
  ended.set_evidence_request("e1");
  ended.set_state(cw::EvidenceRequest::STATE_ANSWERED);
  CHECK(Is(FactOf(ended), FactKind::kEvidenceEnded, 0, "e1"));
  ended.set_state(cw::EvidenceRequest::STATE_DEFAULTED);
  CHECK(Is(FactOf(ended), FactKind::kEvidenceEnded, 1, "e1"));
  auto approval = OfCase<cw::ApprovalRequested>();
  *approval.mutable_request_time() = kStamp;
  approval.set_approval("a1");
  CHECK(Is(FactOf(approval), FactKind::kApprovalRequested, 0, "a1"));
  auto decided = OfCase<cw::ApprovalEnded>();
  *decided.mutable_end_time() = kStamp;
  decided.set_approval("a1");
  decided.set_state(cw::ApprovalRequest::STATE_REFUSED);
  CHECK(Is(FactOf(decided), FactKind::kApprovalEnded, 0, "a1"));
  decided.set_state(cw::ApprovalRequest::STATE_EXPIRED);
  CHECK(Is(FactOf(decided), FactKind::kApprovalEnded, 1, "a1"));
}

TEST_CASE("Casework tells of calls and of the end of a case", "[facts_of]") {
  CHECK(Is(FactOf(OfCase<cw::CallbackDue>(), kTold), FactKind::kCallbackDue));
  auto called = OfCase<cw::CallbackMade>();
  *called.mutable_callback()->mutable_call_time() = kStamp;
  called.mutable_callback()->set_attempt(2);
  called.mutable_callback()->set_outcome(cw::Callback::OUTCOME_NOT_REACHED);
  CHECK(Is(FactOf(called), FactKind::kCallbackMade, 0));
  called.mutable_callback()->set_attempt(3);
  CHECK(Is(FactOf(called), FactKind::kCallbackMade, 1));
  called.mutable_callback()->set_attempt(1);
  called.mutable_callback()->set_outcome(cw::Callback::OUTCOME_SATISFIED);
  CHECK(Is(FactOf(called), FactKind::kCallbackMade, 1));
  auto closed = OfCase<cw::CaseClosed>();
  *closed.mutable_close_time() = kStamp;
  closed.set_state(cw::Case::STATE_CLOSED);
  CHECK(Is(FactOf(closed), FactKind::kClosed, kClosedDone));
  closed.mutable_closing()->set_finding(cw::Closing::FINDING_NOT_A_COMPLAINT);
  CHECK(Is(FactOf(closed), FactKind::kClosed, kClosedNoComplaint));
  closed.clear_closing();
  closed.set_state(cw::Case::STATE_REJECTED);
  CHECK(Is(FactOf(closed), FactKind::kClosed, kClosedRejected));
  auto reopened = OfCase<cw::CaseReopened>();
  *reopened.mutable_reopen_time() = kStamp;
  CHECK(Is(FactOf(reopened), FactKind::kReopened));
  auto merged = OfCase<cw::CaseMerged>();
  *merged.mutable_merge_time() = kStamp;
  CHECK(Is(FactOf(merged), FactKind::kMerged));
  auto unmerged = OfCase<cw::CaseUnmerged>();
  *unmerged.mutable_unmerge_time() = kStamp;
  CHECK(Is(FactOf(unmerged), FactKind::kUnmerged));
}

TEST_CASE("Money back is a refund, goods are shipped, a coupon is neither", "[facts_of]") {
  auto granted = OfCase<comp::GrantCommitted>();
  granted.set_grant("grants/g1");
  *granted.mutable_commit_time() = kStamp;
  const auto of = [&](comp::RemedyKind kind) {
    granted.set_kind(kind);
    return MeansNothing(granted) ? 0 : FactOf(granted).value;
  };
  constexpr int kRefund = static_cast<int>(ClockKind::kRefund), kReship = static_cast<int>(ClockKind::kReship);
  CHECK(of(comp::REMEDY_KIND_REFUND) == kRefund);
  CHECK(of(comp::REMEDY_KIND_DIFFERENCE) == kRefund);
  CHECK(of(comp::REMEDY_KIND_RESHIP) == kReship);
  CHECK(of(comp::REMEDY_KIND_EXCHANGE) == kReship);
  CHECK(of(comp::REMEDY_KIND_GIFT) == kReship);
  CHECK(of(comp::REMEDY_KIND_COUPON) == 0);
  auto paid = OfCase<comp::GrantPaid>();
  paid.set_grant("grants/g1");
  *paid.mutable_pay_time() = kStamp;
  CHECK(Is(FactOf(paid), FactKind::kGrantEnded, 1, "g1"));
  auto failed = OfCase<comp::GrantFailed>();
  failed.set_grant("grants/g1");
  *failed.mutable_fail_time() = kStamp;
  CHECK(Is(FactOf(failed), FactKind::kGrantEnded, 0, "g1"));
  auto reversed = OfCase<comp::GrantReversed>();
  reversed.set_grant("grants/g1");
  *reversed.mutable_reverse_time() = kStamp;
  CHECK(Is(FactOf(reversed), FactKind::kGrantEnded, 0, "g1"));
}

TEST_CASE("Of outreach the acknowledgement, the notices of progress and solved intents count", "[facts_of]") {
  auto sent = OfCase<outreach::v1::NoticeSent>();
  sent.set_notice("cases/c1/notices/accepted");
  *sent.mutable_send_time() = kStamp;
  sent.set_kind(outreach::v1::NOTICE_KIND_ACCEPTED);
  CHECK(Is(FactOf(sent), FactKind::kNoticed, kNoticeAccepted, "accepted"));
  sent.set_kind(outreach::v1::NOTICE_KIND_PROGRESS);
  CHECK(Is(FactOf(sent), FactKind::kNoticed, kNoticeProgress, "accepted"));
  sent.set_kind(outreach::v1::NOTICE_KIND_SURVEY);
  CHECK(MeansNothing(sent));
  auto judged = OfCase<outreach::v1::IntentJudged>();
  *judged.mutable_judge_time() = kStamp;
  CHECK(MeansNothing(judged));
  judged.set_solved(true);
  CHECK(Is(FactOf(judged), FactKind::kIntentSolved));
}

TEST_CASE("An event without a case, or that is none, is its own fault; one of another kind is none of ours", "[facts_of]") {
  for (const std::string& type : TypesRead()) {
    events::Event event;
    event.type = type;
    event.data.assign(1, static_cast<char>(0xff));
    INFO(type);
    CHECK(ReasonOf(FactsOf(event).status()) == "BAD_EVENT");
  }
  CHECK(ReasonOf(FactsOf(EventOf(cw::TaskAnswered())).status()) == "BAD_EVENT");
  CHECK(MeansNothing(OfCase<cw::PlanProposed>()));
}

}  // namespace
}  // namespace redress::sla
