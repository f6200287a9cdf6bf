#include "services/intake/app/fact_events.h"

#include "absl/strings/escaping.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/hash.h"
#include "libs/events/making.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "services/intake/app/missing_bits.h"
#include "services/intake/domain/names.h"
#include "services/intake/domain/partition.h"

namespace redress::intake {
namespace {

void Set(google::protobuf::Timestamp& stamp, BusinessTime time) {
  int64_t seconds = time.micros() / 1'000'000;
  int64_t micros = time.micros() % 1'000'000;
  if (micros < 0) {
    micros += 1'000'000;
    --seconds;
  }
  stamp.set_seconds(seconds);
  stamp.set_nanos(static_cast<int32_t>(micros) * 1'000);
}

// Numbers that reach this file were made or read by us.
ComplaintNumber NumberOf(int64_t stored) {
  return FromStored(stored).value();
}

v1::ComplaintReceived Received(const ComplaintFacts& facts, int evidence_count) {
  v1::ComplaintReceived event;
  event.set_complaint(ComplaintName(NumberOf(facts.number)));
  event.set_case_(CaseName(NumberOf(facts.case_number)));
  event.set_channel(static_cast<type::v1::Channel>(facts.channel));
  Set(*event.mutable_received_time(), facts.received_time);
  if (facts.event_time.has_value()) Set(*event.mutable_event_time(), *facts.event_time);
  event.set_customer(absl::BytesToHexString(facts.customer));
  event.set_vip_level(facts.vip_level);
  if (facts.amount_paid.has_value()) {
    event.mutable_amount_paid()->set_currency_code(std::string(facts.amount_paid->currency.code()));
    event.mutable_amount_paid()->set_amount_minor(facts.amount_paid->minor);
  }
  for (const std::string& item : NamesOfMissing(facts.missing)) event.add_missing_information(item);
  event.set_evidence_count(evidence_count);
  event.set_product(facts.product);
  event.set_seller(facts.seller);
  event.set_same_matter(facts.case_number != facts.number);
  for (const auto& [kind, fingerprint] : facts.identifiers) {
    v1::ComplaintReceived::Identifier& identifier = *event.add_identifiers();
    identifier.set_kind(static_cast<v1::ComplaintReceived::Identifier::Kind>(kind));
    identifier.set_fingerprint(absl::BytesToHexString(fingerprint));
  }
  return event;
}

events::NewEvent Event(int partition, int64_t case_number, BusinessTime time, const google::protobuf::Message& message) {
  return events::MakeEvent(partition, CaseName(NumberOf(case_number)), time, message);
}

// Of a call or a turn; `name`: its own, which chooses the partition where no case does.
template <class Message>
events::NewEvent LiveEvent(const absl::optional<AddedTo>& to, const LiveRow& row, const std::string& name, Message& message) {
  if (!to.has_value()) return events::MakeEvent(PartitionOf(name, kPartitions), name, row.create_time, message);
  message.set_complaint(ComplaintName(NumberOf(to->number)));
  message.set_case_(CaseName(NumberOf(to->case_number)));
  return Event(to->partition, to->case_number, row.create_time, message);
}

}  // namespace

std::string ComplaintReceivedData(const ComplaintFacts& facts, int evidence_count) {
  return Received(facts, evidence_count).SerializeAsString();
}

events::NewEvent ReceivedEvent(const NewComplaint& complaint, const StoreResult& stored, BusinessTime now) {
  events::NewEvent event;
  event.partition = stored.partition;
  if (stored.sequence == 0 || stored.case_number != complaint.facts.number) return event;
  event.type = v1::ComplaintReceived::descriptor()->full_name();
  event.subject = CaseName(NumberOf(stored.case_number));
  event.time = now;
  event.data = complaint.event;
  event.after = stored.after;
  event.traceparent = complaint.traceparent;
  event.sequence = stored.sequence;
  event.id = complaint.event_id.ToString();
  return event;
}

events::NewEvent ContactAddedEvent(const AddedTo& to, const ContactRow& contact) {
  v1::ContactAdded message;
  message.set_contact(ContactName(NumberOf(to.number), contact.id));
  message.set_case_(CaseName(NumberOf(to.case_number)));
  message.set_kind(static_cast<v1::ContactKind>(contact.kind));
  message.set_channel(static_cast<type::v1::Channel>(contact.channel));
  Set(*message.mutable_received_time(), contact.received_time);
  return Event(to.partition, to.case_number, contact.create_time, message);
}

events::NewEvent EvidenceAddedEvent(const AddedTo& to, const EvidenceRow& evidence) {
  v1::EvidenceAdded message;
  message.set_evidence(EvidenceName(NumberOf(to.number), evidence.id));
  message.set_case_(CaseName(NumberOf(to.case_number)));
  Set(*message.mutable_added_time(), evidence.create_time);
  return Event(to.partition, to.case_number, evidence.create_time, message);
}

events::NewEvent CallReportedEvent(const absl::optional<AddedTo>& to, const CallRow& call) {
  v1::CallReported message;
  message.set_call(CallName(call.row.id));
  message.set_outcome(static_cast<v1::CallOutcome>(call.outcome));
  Set(*message.mutable_offered_time(), call.offered_time);
  Set(*message.mutable_outcome_time(), call.outcome_time);
  message.set_talk_seconds(call.talk_seconds);
  return LiveEvent(to, call.row, CallName(call.row.id), message);
}

events::NewEvent ChatTurnReportedEvent(const absl::optional<AddedTo>& to, const TurnRow& turn) {
  v1::ChatTurnReported message;
  message.set_turn(TurnName(turn.row.id));
  message.set_channel(static_cast<type::v1::Channel>(turn.channel));
  message.set_speaker(static_cast<v1::Speaker>(turn.speaker));
  Set(*message.mutable_spoken_time(), turn.spoken_time);
  return LiveEvent(to, turn.row, TurnName(turn.row.id), message);
}

events::NewEvent ComplaintUnlinkedEvent(const ComplaintFacts& facts, int evidence_count, BusinessTime now) {
  v1::ComplaintUnlinked message;
  message.set_complaint(ComplaintName(NumberOf(facts.number)));
  message.set_former_case(CaseName(NumberOf(facts.case_number)));
  ComplaintFacts own = facts;
  own.case_number = facts.number;
  *message.mutable_complaint_received() = Received(own, evidence_count);
  // Told to the former case: there it comes after everything that was said before about this complaint.
  return Event(facts.partition, facts.case_number, now, message);
}

}  // namespace redress::intake
