#include "services/intake/rpc/live_convert.h"

#include "services/intake/domain/names.h"
#include "services/intake/rpc/convert.h"

namespace redress::intake {
namespace {

absl::optional<DraftTime> ToDraftTime(bool present, const google::protobuf::Timestamp& time) {
  return present ? absl::make_optional(DraftTime{time.seconds(), time.nanos()}) : absl::nullopt;
}

template <class Message>
void SetRow(const LiveRow& row, const absl::optional<ComplaintNumber>& complaint, Message& message) {
  if (complaint.has_value()) message.set_complaint(ComplaintName(*complaint));
  message.set_source(row.source);
  message.set_reporter(row.reporter);
  *message.mutable_create_time() = ToProto(row.create_time);
}

}  // namespace

CallDraft ToDraft(const v1::Call& call) {
  CallDraft draft;
  draft.complaint = call.complaint();
  draft.outcome = call.outcome();
  draft.offered_time = ToDraftTime(call.has_offered_time(), call.offered_time());
  draft.outcome_time = ToDraftTime(call.has_outcome_time(), call.outcome_time());
  draft.said.source = call.source();
  draft.said.source_id = Secret(call.source_call_id());
  draft.said.talk_seconds = call.talk_seconds();
  return draft;
}

TurnDraft ToDraft(const v1::ChatTurn& turn) {
  TurnDraft draft;
  draft.complaint = turn.complaint();
  draft.channel = turn.channel();
  draft.speaker = turn.speaker();
  draft.spoken_time = ToDraftTime(turn.has_spoken_time(), turn.spoken_time());
  draft.said.source = turn.source();
  draft.said.source_id = Secret(turn.source_turn_id());
  return draft;
}

v1::Call ToProto(const CallRow& call, const absl::optional<ComplaintNumber>& complaint) {
  v1::Call message;
  message.set_name(CallName(call.row.id));
  SetRow(call.row, complaint, message);
  message.set_outcome(static_cast<v1::CallOutcome>(call.outcome));
  *message.mutable_offered_time() = ToProto(call.offered_time);
  *message.mutable_outcome_time() = ToProto(call.outcome_time);
  message.set_talk_seconds(call.talk_seconds);
  return message;
}

v1::ChatTurn ToProto(const TurnRow& turn, const absl::optional<ComplaintNumber>& complaint) {
  v1::ChatTurn message;
  message.set_name(TurnName(turn.row.id));
  SetRow(turn.row, complaint, message);
  message.set_channel(static_cast<type::v1::Channel>(turn.channel));
  message.set_speaker(static_cast<v1::Speaker>(turn.speaker));
  *message.mutable_spoken_time() = ToProto(turn.spoken_time);
  return message;
}

}  // namespace redress::intake
