#include "services/sla/worker/facts_of.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::sla {
namespace {

namespace cw = casework::v1;
using events::BadEvent;
using events::Event;
using events::IdInEvent;
using events::Parse;
using Facts = std::vector<CaseFact>;

BusinessTime TimeOr(bool present, const google::protobuf::Timestamp& time, const Event& event) {
  return present ? TimeOf(time) : event.time;
}

// One fact about the case that the message names.
absl::StatusOr<Facts> One(const Event& event, const std::string& case_name, Fact fact) {
  CaseFact one;
  ASSIGN_OR_RETURN(one.case_number, IdInEvent("cases/*", case_name));
  one.partition = event.partition;
  one.fact = std::move(fact);
  return Facts{std::move(one)};
}

absl::StatusOr<Facts> Received(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintReceived>(event));
  ASSIGN_OR_RETURN(const std::string complaint, IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(const std::string number, IdInEvent("cases/*", message.case_()));
  if (complaint != number) return Facts();  // the case has its clocks already
  const BusinessTime time = TimeOr(message.has_received_time(), message.received_time(), event);
  return One(event, message.case_(), {FactKind::kReceived, "", time, message.channel()});
}

// A case of its own from now on, and not before: until now the promises of the former case held.
absl::StatusOr<Facts> Unlinked(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintUnlinked>(event));
  const intake::v1::ComplaintReceived& received = message.complaint_received();
  return One(event, received.case_(), {FactKind::kReceived, "", event.time, received.channel()});
}

// A call that became no complaint is no clock's.
absl::StatusOr<Facts> Called(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::CallReported>(event));
  if (message.case_().empty() || message.outcome() != intake::v1::CALL_OUTCOME_ANSWERED) return Facts();
  const BusinessTime time = TimeOr(message.has_outcome_time(), message.outcome_time(), event);
  return One(event, message.case_(), {FactKind::kSpoken, "CALL", time, 0});
}

// Only what a person of ours says is an answer.
absl::StatusOr<Facts> Spoken(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ChatTurnReported>(event));
  if (message.case_().empty() || message.speaker() != intake::v1::SPEAKER_AGENT) return Facts();
  const BusinessTime time = TimeOr(message.has_spoken_time(), message.spoken_time(), event);
  return One(event, message.case_(), {FactKind::kSpoken, "TURN", time, 0});
}

template <class Message>
absl::StatusOr<Facts> Severe(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<Message>(event));
  if (message.severity() < type::v1::SEVERITY_ORDINARY || message.severity() > type::v1::SEVERITY_CRITICAL) return Facts();
  return One(event, message.case_(), {FactKind::kSeverity, "", event.time, message.severity()});
}

absl::StatusOr<Facts> Accepted(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<routing::v1::WorkItemAccepted>(event));
  if (message.kind() != "HANDLE_CASE" && message.kind() != "TRIAGE") return Facts();
  const BusinessTime time = TimeOr(message.has_accept_time(), message.accept_time(), event);
  return One(event, message.case_(), {FactKind::kAccepted, "", time, 0});
}

absl::StatusOr<Facts> Noticed(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<outreach::v1::NoticeSent>(event));
  const bool accepted = message.kind() == outreach::v1::NOTICE_KIND_ACCEPTED;
  if (!accepted && message.kind() != outreach::v1::NOTICE_KIND_PROGRESS) return Facts();
  const absl::StatusOr<std::vector<std::string>> ids = MatchName("cases/*/notices/*", message.notice());
  if (!ids.ok()) return BadEvent("a name in the event is none");
  const BusinessTime time = TimeOr(message.has_send_time(), message.send_time(), event);
  return One(event, message.case_(), {FactKind::kNoticed, (*ids)[1], time, accepted ? kNoticeAccepted : kNoticeProgress});
}

absl::StatusOr<Facts> Judged(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<outreach::v1::IntentJudged>(event));
  if (!message.solved()) return Facts();
  const BusinessTime time = TimeOr(message.has_judge_time(), message.judge_time(), event);
  return One(event, message.case_(), {FactKind::kIntentSolved, "", time, 0});
}

absl::StatusOr<Facts> Moved(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseStateChanged>(event));
  const BusinessTime time = TimeOr(message.has_change_time(), message.change_time(), event);
  if (message.to_state() == cw::Case::STATE_CALLBACK_DUE) {
    return One(event, message.case_(), {FactKind::kExecuted, "", time, 0});
  }
  const bool taken_up = message.from_state() == cw::Case::STATE_OPEN && message.to_state() == cw::Case::STATE_VERIFYING;
  if (!taken_up || !absl::StartsWith(message.actor(), "agents/")) return Facts();
  return One(event, message.case_(), {FactKind::kRegulatorAccepted, "", time, 0});
}

absl::StatusOr<Facts> Tagged(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseTagged>(event));
  const BusinessTime time = TimeOr(message.has_tag_time(), message.tag_time(), event);
  return One(event, message.case_(), {FactKind::kTagged, absl::StrCat(message.tag().l1(), "/", message.tag().l2()), time, 0});
}

absl::StatusOr<Facts> Checked(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::ChecklistCompleted>(event));
  const BusinessTime time = TimeOr(message.has_complete_time(), message.complete_time(), event);
  return One(event, message.case_(), {FactKind::kChecked, "", time, 0});
}

absl::StatusOr<Facts> Told(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CustomerTold>(event));
  const BusinessTime time = TimeOr(message.has_tell_time(), message.tell_time(), event);
  return One(event, message.case_(), {FactKind::kTold, message.how(), time, 0});
}

absl::StatusOr<Facts> Assigned(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::TaskAssigned>(event));
  const BusinessTime time = TimeOr(message.has_assign_time(), message.assign_time(), event);
  return One(event, message.case_(), {FactKind::kTaskAssigned, message.task(), time, 0});
}

absl::StatusOr<Facts> Answered(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::TaskAnswered>(event));
  const BusinessTime time = TimeOr(message.has_answer_time(), message.answer_time(), event);
  return One(event, message.case_(), {FactKind::kTaskAnswered, message.task(), time, 0});
}

absl::StatusOr<Facts> Asked(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::EvidenceRequested>(event));
  const BusinessTime time = TimeOr(message.has_request_time(), message.request_time(), event);
  const int of_customer = message.party() == cw::PARTY_CUSTOMER ? 1 : 0;
  return One(event, message.case_(), {FactKind::kEvidenceRequested, message.evidence_request(), time, of_customer});
}

absl::StatusOr<Facts> EvidenceEnded(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::EvidenceRequestEnded>(event));
  const BusinessTime time = TimeOr(message.has_end_time(), message.end_time(), event);
  const int silent = message.state() == cw::EvidenceRequest::STATE_DEFAULTED ? 1 : 0;
  return One(event, message.case_(), {FactKind::kEvidenceEnded, message.evidence_request(), time, silent});
}

absl::StatusOr<Facts> ApprovalAsked(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::ApprovalRequested>(event));
  const BusinessTime time = TimeOr(message.has_request_time(), message.request_time(), event);
  return One(event, message.case_(), {FactKind::kApprovalRequested, message.approval(), time, 0});
}

absl::StatusOr<Facts> ApprovalOver(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::ApprovalEnded>(event));
  const BusinessTime time = TimeOr(message.has_end_time(), message.end_time(), event);
  const int silent = message.state() == cw::ApprovalRequest::STATE_EXPIRED ? 1 : 0;
  return One(event, message.case_(), {FactKind::kApprovalEnded, message.approval(), time, silent});
}

absl::StatusOr<Facts> CallbackIsDue(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CallbackDue>(event));
  return One(event, message.case_(), {FactKind::kCallbackDue, "", event.time, 0});
}

absl::StatusOr<Facts> CalledBack(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CallbackMade>(event));
  constexpr int kAttempts = 3;  // of a round, as the contract says
  const cw::Callback& callback = message.callback();
  const bool settled = callback.outcome() != cw::Callback::OUTCOME_NOT_REACHED || callback.attempt() >= kAttempts;
  const BusinessTime time = TimeOr(callback.has_call_time(), callback.call_time(), event);
  return One(event, message.case_(), {FactKind::kCallbackMade, "", time, settled ? 1 : 0});
}

absl::StatusOr<Facts> Closed(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseClosed>(event));
  const BusinessTime time = TimeOr(message.has_close_time(), message.close_time(), event);
  int how = message.state() == cw::Case::STATE_REJECTED ? kClosedRejected : kClosedDone;
  if (message.closing().finding() == cw::Closing::FINDING_NOT_A_COMPLAINT) how = kClosedNoComplaint;
  return One(event, message.case_(), {FactKind::kClosed, "", time, how});
}

absl::StatusOr<Facts> Reopened(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseReopened>(event));
  return One(event, message.case_(),
             {FactKind::kReopened, "", TimeOr(message.has_reopen_time(), message.reopen_time(), event), 0});
}

absl::StatusOr<Facts> Merged(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseMerged>(event));
  return One(event, message.case_(), {FactKind::kMerged, "", TimeOr(message.has_merge_time(), message.merge_time(), event), 0});
}

absl::StatusOr<Facts> Unmerged(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseUnmerged>(event));
  const BusinessTime time = TimeOr(message.has_unmerge_time(), message.unmerge_time(), event);
  return One(event, message.case_(), {FactKind::kUnmerged, "", time, 0});
}

absl::StatusOr<Facts> Granted(const Event& event) {
  namespace comp = compensation::v1;
  ASSIGN_OR_RETURN(const auto message, Parse<comp::GrantCommitted>(event));
  const auto kind = message.kind();
  const bool money = kind == comp::REMEDY_KIND_REFUND || kind == comp::REMEDY_KIND_DIFFERENCE;
  const bool goods = kind == comp::REMEDY_KIND_RESHIP || kind == comp::REMEDY_KIND_EXCHANGE || kind == comp::REMEDY_KIND_GIFT;
  if (!money && !goods) return Facts();
  ASSIGN_OR_RETURN(std::string grant, IdInEvent("grants/*", message.grant()));
  const BusinessTime time = TimeOr(message.has_commit_time(), message.commit_time(), event);
  const ClockKind clock = goods ? ClockKind::kReship : ClockKind::kRefund;
  return One(event, message.case_(), {FactKind::kGranted, std::move(grant), time, static_cast<int>(clock)});
}

absl::StatusOr<Facts> GrantOver(const Event& event, const std::string& grant, const std::string& case_name, BusinessTime time,
                                bool done) {
  ASSIGN_OR_RETURN(std::string id, IdInEvent("grants/*", grant));
  return One(event, case_name, {FactKind::kGrantEnded, std::move(id), time, done ? 1 : 0});
}

absl::StatusOr<Facts> Paid(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<compensation::v1::GrantPaid>(event));
  const BusinessTime time = TimeOr(message.has_pay_time(), message.pay_time(), event);
  return GrantOver(event, message.grant(), message.case_(), time, true);
}

absl::StatusOr<Facts> Failed(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<compensation::v1::GrantFailed>(event));
  const BusinessTime time = TimeOr(message.has_fail_time(), message.fail_time(), event);
  return GrantOver(event, message.grant(), message.case_(), time, false);
}

absl::StatusOr<Facts> Reversed(const Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<compensation::v1::GrantReversed>(event));
  const BusinessTime time = TimeOr(message.has_reverse_time(), message.reverse_time(), event);
  return GrantOver(event, message.grant(), message.case_(), time, false);
}

struct Meaning {
  absl::string_view type;
  absl::StatusOr<Facts> (*read)(const Event&);
};
constexpr Meaning kMeanings[] = {
    {"redress.intake.v1.ComplaintReceived", &Received},
    {"redress.intake.v1.ComplaintUnlinked", &Unlinked},
    {"redress.intake.v1.CallReported", &Called},
    {"redress.intake.v1.ChatTurnReported", &Spoken},
    {"redress.routing.v1.WorkItemCreated", &Severe<routing::v1::WorkItemCreated>},
    {"redress.routing.v1.WorkItemRaised", &Severe<routing::v1::WorkItemRaised>},
    {"redress.routing.v1.WorkItemAccepted", &Accepted},
    {"redress.casework.v1.CaseStateChanged", &Moved},
    {"redress.casework.v1.CaseTagged", &Tagged},
    {"redress.casework.v1.ChecklistCompleted", &Checked},
    {"redress.casework.v1.CustomerTold", &Told},
    {"redress.casework.v1.TaskAssigned", &Assigned},
    {"redress.casework.v1.TaskAnswered", &Answered},
    {"redress.casework.v1.EvidenceRequested", &Asked},
    {"redress.casework.v1.EvidenceRequestEnded", &EvidenceEnded},
    {"redress.casework.v1.ApprovalRequested", &ApprovalAsked},
    {"redress.casework.v1.ApprovalEnded", &ApprovalOver},
    {"redress.casework.v1.CallbackDue", &CallbackIsDue},
    {"redress.casework.v1.CallbackMade", &CalledBack},
    {"redress.casework.v1.CaseClosed", &Closed},
    {"redress.casework.v1.CaseReopened", &Reopened},
    {"redress.casework.v1.CaseMerged", &Merged},
    {"redress.casework.v1.CaseUnmerged", &Unmerged},
    {"redress.compensation.v1.GrantCommitted", &Granted},
    {"redress.compensation.v1.GrantPaid", &Paid},
    {"redress.compensation.v1.GrantFailed", &Failed},
    {"redress.compensation.v1.GrantReversed", &Reversed},
    {"redress.outreach.v1.NoticeSent", &Noticed},
    {"redress.outreach.v1.IntentJudged", &Judged},
};

}  // namespace

std::vector<std::string> TypesRead() {
  std::vector<std::string> types;
  types.reserve(std::size(kMeanings));
  for (const Meaning& meaning : kMeanings) types.emplace_back(meaning.type);
  return types;
}

absl::StatusOr<std::vector<CaseFact>> FactsOf(const Event& event) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.type == event.type) return meaning.read(event);
  }
  return Facts();
}

}  // namespace redress::sla
