#include "services/intake/app/fact_events.h"

#include "absl/strings/escaping.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/events/making.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "services/intake/app/missing_bits.h"
#include "services/intake/domain/names.h"

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
  return event;
}

events::NewEvent Event(int partition, int64_t case_number, BusinessTime time, const google::protobuf::Message& message) {
  return events::MakeEvent(partition, CaseName(NumberOf(case_number)), time, message);
}

}  // namespace

std::string ComplaintReceivedData(const ComplaintFacts& facts, int evidence_count) {
  return Received(facts, evidence_count).SerializeAsString();
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
