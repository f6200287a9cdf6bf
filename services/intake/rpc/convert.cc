#include "services/intake/rpc/convert.h"

#include <utility>

#include "services/intake/domain/mask.h"
#include "services/intake/domain/missing_information.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

namespace auth = redress::auth::v1;

absl::optional<DraftTime> ToDraftTime(bool present, const google::protobuf::Timestamp& time) {
  return present ? absl::make_optional(DraftTime{time.seconds(), time.nanos()}) : absl::nullopt;
}

Customer ToCustomer(const v1::Customer& customer) {
  return {.id = Secret(customer.id()),
          .display_name = Secret(customer.display_name()),
          .phone = Secret(customer.phone()),
          .email = Secret(customer.email()),
          .address = Secret(customer.address()),
          .device = Secret(customer.device()),
          .vip_level = customer.vip_level()};
}

void SetCustomer(const Customer& customer, v1::Customer& proto) {
  proto.set_id(customer.id.Reveal());
  proto.set_display_name(customer.display_name.Reveal());
  proto.set_phone(customer.phone.Reveal());
  proto.set_email(customer.email.Reveal());
  proto.set_address(customer.address.Reveal());
  proto.set_vip_level(customer.vip_level);
}

void SetFacts(const EvidenceFacts& facts, v1::Evidence& proto) {
  proto.set_uri(facts.uri.Reveal());
  proto.set_media_type(facts.media_type);
  proto.set_size_bytes(facts.size_bytes);
  proto.set_sha256(facts.sha256);
}

// What the customer said; evidence apart, which has names of its own once it is stored.
void SetSaid(const Submission& said, v1::Complaint& proto) {
  proto.set_channel(static_cast<type::v1::Channel>(said.channel));
  *proto.mutable_received_time() = ToProto(said.received_time);
  if (said.event_time.has_value()) *proto.mutable_event_time() = ToProto(*said.event_time);
  proto.set_text(said.text.Reveal());
  SetCustomer(said.customer, *proto.mutable_customer());
  proto.set_remedy_sought(said.remedy_sought.Reveal());
  for (const Secret& order : said.orders) proto.add_orders(order.Reveal());
  if (said.amount_paid.has_value()) {
    proto.mutable_amount_paid()->set_currency_code(std::string(said.amount_paid->currency.code()));
    proto.mutable_amount_paid()->set_amount_minor(said.amount_paid->minor);
  }
  proto.set_product(said.product);
  proto.set_seller(said.seller);
  proto.set_language_code(said.language_code);
  proto.set_source(said.source);
  proto.set_source_message_id(said.source_message_id.Reveal());
  proto.set_author_handle(said.author_handle.Reveal());
  proto.set_permalink(said.permalink.Reveal());
}

}  // namespace

Reader ToReader(const rpc::Caller& caller) {
  constexpr rpc::RoleSet kStaff = {auth::ROLE_SPECIALIST, auth::ROLE_SUPERVISOR, auth::ROLE_MANAGER, auth::ROLE_LEGAL,
                                   auth::ROLE_AUDITOR};
  Reader reader;
  reader.subject = caller.subject;
  const bool staff = caller.roles.Meets(kStaff);
  reader.may_see_all = staff;
  reader.own_only = !staff && !caller.Is(auth::ROLE_SERVICE);
  reader.vouching = staff ? Vouching::kStaff : caller.Is(auth::ROLE_BACKEND) ? Vouching::kPlatform : Vouching::kConnector;
  return reader;
}

ComplaintDraft ToDraft(const v1::Complaint& complaint) {
  ComplaintDraft draft;
  draft.channel = static_cast<int>(complaint.channel());
  draft.received_time = ToDraftTime(complaint.has_received_time(), complaint.received_time());
  draft.event_time = ToDraftTime(complaint.has_event_time(), complaint.event_time());
  if (complaint.has_amount_paid()) {
    draft.amount_paid = DraftMoney{complaint.amount_paid().currency_code(), complaint.amount_paid().amount_minor()};
  }
  Submission& said = draft.said;
  said.text = Secret(complaint.text());
  said.customer = ToCustomer(complaint.customer());
  said.remedy_sought = Secret(complaint.remedy_sought());
  for (const std::string& order : complaint.orders()) said.orders.emplace_back(order);
  said.product = complaint.product();
  said.seller = complaint.seller();
  for (const v1::Evidence& evidence : complaint.evidence()) said.evidence.push_back(ToFacts(evidence));
  said.language_code = complaint.language_code();
  said.source = complaint.source();
  said.source_message_id = Secret(complaint.source_message_id());
  said.author_handle = Secret(complaint.author_handle());
  said.permalink = Secret(complaint.permalink());
  return draft;
}

ContactDraft ToDraft(const v1::Contact& contact) {
  ContactDraft draft;
  draft.kind = static_cast<int>(contact.kind());
  draft.channel = static_cast<int>(contact.channel());
  draft.received_time = ToDraftTime(contact.has_received_time(), contact.received_time());
  draft.said.text = Secret(contact.text());
  draft.said.source = contact.source();
  draft.said.source_message_id = Secret(contact.source_message_id());
  return draft;
}

EvidenceFacts ToFacts(const v1::Evidence& evidence) {
  return {Secret(evidence.uri()), evidence.media_type(), evidence.size_bytes(), evidence.sha256()};
}

FullView ToView(v1::ComplaintView view, const std::string& reason) {
  return {view == v1::COMPLAINT_VIEW_FULL, reason};
}

absl::optional<BusinessTime> ToTime(bool present, const google::protobuf::Timestamp& time) {
  if (!present) return absl::nullopt;
  return BusinessTime::FromAbsl(absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()));
}

v1::Complaint ToProto(const Complaint& complaint) {
  v1::Complaint proto;
  SetSaid(complaint.said, proto);
  proto.set_name(ComplaintName(complaint.number));
  proto.set_case_(CaseName(complaint.case_number));
  for (const Evidence& evidence : complaint.evidence) *proto.add_evidence() = ToProto(complaint.number, evidence);
  for (const std::string& item : complaint.missing_information) proto.add_missing_information(item);
  proto.set_same_matter(complaint.same_matter);
  *proto.mutable_create_time() = ToProto(complaint.create_time);
  proto.set_partition(complaint.partition);
  proto.set_submitter(complaint.submitter);
  proto.set_etag(EtagOf(complaint.link_version));
  return proto;
}

v1::Contact ToProto(const Contact& contact) {
  v1::Contact proto;
  proto.set_name(ContactName(contact.complaint, contact.id));
  proto.set_kind(static_cast<v1::ContactKind>(contact.said.kind));
  proto.set_channel(static_cast<type::v1::Channel>(contact.said.channel));
  proto.set_text(contact.said.text.Reveal());
  *proto.mutable_received_time() = ToProto(contact.said.received_time);
  proto.set_source(contact.said.source);
  proto.set_source_message_id(contact.said.source_message_id.Reveal());
  *proto.mutable_create_time() = ToProto(contact.create_time);
  proto.set_submitter(contact.submitter);
  return proto;
}

v1::Evidence ToProto(const ComplaintNumber& complaint, const Evidence& evidence) {
  v1::Evidence proto;
  SetFacts(evidence.facts, proto);
  proto.set_name(EvidenceName(complaint, evidence.id));
  proto.set_adder(evidence.adder);
  *proto.mutable_create_time() = ToProto(evidence.create_time);
  return proto;
}

v1::ChannelInfo ToProto(const ChannelDescription& channel, BusinessTime now) {
  v1::ChannelInfo proto;
  proto.set_channel(static_cast<type::v1::Channel>(channel.channel));
  proto.set_display_name_zh(channel.display_name_zh);
  proto.set_display_name_en(channel.display_name_en);
  proto.set_hours(channel.hours.text());
  proto.set_state(channel.hours.OpenAt(now) ? v1::ChannelInfo::STATE_OPEN : v1::ChannelInfo::STATE_CLOSED);
  proto.set_promise_zh(channel.promise_zh);
  proto.set_promise_en(channel.promise_en);
  return proto;
}

google::protobuf::Timestamp ToProto(BusinessTime time) {
  google::protobuf::Timestamp proto;
  const absl::Time point = time.ToAbsl();
  const int64_t seconds = absl::ToUnixSeconds(point);
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(point - absl::FromUnixSeconds(seconds))));
  return proto;
}

v1::Complaint ToPreview(Submission said) {
  const std::vector<std::string> missing = MissingInformation(said);
  Complaint complaint{.number = ComplaintNumber::Make(absl::CivilDay(2000, 1, 1), 0).value(),
                      .case_number = ComplaintNumber::Make(absl::CivilDay(2000, 1, 1), 0).value(),
                      .said = std::move(said)};
  for (EvidenceFacts& facts : complaint.said.evidence) complaint.evidence.push_back({.facts = std::move(facts)});
  MaskComplaint(complaint);
  v1::Complaint proto;
  SetSaid(complaint.said, proto);
  for (const Evidence& evidence : complaint.evidence) SetFacts(evidence.facts, *proto.add_evidence());
  for (const std::string& item : missing) proto.add_missing_information(item);
  return proto;
}

}  // namespace redress::intake
