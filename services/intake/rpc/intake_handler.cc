#include "services/intake/rpc/intake_handler.h"

#include "absl/strings/str_cat.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/intake/app/reply_token.h"
#include "services/intake/domain/fields.h"
#include "services/intake/domain/names.h"
#include "services/intake/rpc/convert.h"
#include "services/intake/rpc/live_convert.h"
#include "services/intake/rpc/request_parts.h"

namespace redress::intake {
namespace {

constexpr PageSizes kComplaintPages = {.usual = 50, .most = 500};
constexpr int kContentsMax = 512;
constexpr int kOrdersMax = 100;
constexpr size_t kReasonMax = 200;

absl::StatusOr<v1::ListComplaintsResponse> List(ComplaintReads& reads, const rpc::Caller& caller,
                                                const v1::ListComplaintsRequest& request) {
  ASSIGN_OR_RETURN(const int32_t limit, PageSize(request.page_size(), kComplaintPages));
  ASSIGN_OR_RETURN(const ListQuery query, ParseListQuery(request.filter()));
  ASSIGN_OR_RETURN(const absl::optional<ListPosition> below, ToPosition(request.page_token(), request.filter()));
  ASSIGN_OR_RETURN(const auto page, reads.List(ToReader(caller), query, below, limit));
  v1::ListComplaintsResponse response;
  for (const Complaint& complaint : page.items) *response.add_complaints() = ToProto(complaint);
  response.set_next_page_token(NextPageToken(page.next, request.filter()));
  return response;
}

absl::StatusOr<v1::Contact> AddOne(Additions& additions, const rpc::Caller& caller, const v1::AddContactRequest& request,
                                   BusinessTime now) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request.parent(), "parent"));
  Violations violations;
  AdditionRequest addition = ToAdditionRequest(caller, request, request.request_id(), violations);
  ASSIGN_OR_RETURN(ContactFacts said, CheckContact(ToDraft(request.contact()), now, std::move(violations)));
  ASSIGN_OR_RETURN(const Contact contact, additions.AddContact({std::move(addition), ToReader(caller), number, std::move(said)}));
  return ToProto(contact);
}

absl::StatusOr<v1::ListContactsResponse> List(ComplaintReads& reads, const rpc::Caller& caller,
                                              const v1::ListContactsRequest& request) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const PageRequest page, ToPageRequest(request.page_size(), request.page_token(), request.parent()));
  ASSIGN_OR_RETURN(const auto contacts,
                   reads.ListContacts(ToReader(caller), number, ToView(request.view(), request.read_reason()), page));
  v1::ListContactsResponse response;
  for (const Contact& contact : contacts.items) *response.add_contacts() = ToProto(contact);
  response.set_next_page_token(NextPageToken(contacts.next, request.parent()));
  return response;
}

absl::StatusOr<v1::Evidence> AddOne(Additions& additions, const rpc::Caller& caller, const v1::AddEvidenceRequest& request) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request.parent(), "parent"));
  Violations violations;
  AdditionRequest addition = ToAdditionRequest(caller, request, request.request_id(), violations);
  ASSIGN_OR_RETURN(EvidenceFacts facts, CheckEvidence(ToFacts(request.evidence()), std::move(violations)));
  ASSIGN_OR_RETURN(const Evidence evidence,
                   additions.AddEvidence({std::move(addition), ToReader(caller), number, std::move(facts)}));
  return ToProto(number, evidence);
}

absl::StatusOr<v1::ListEvidenceResponse> List(ComplaintReads& reads, const rpc::Caller& caller,
                                              const v1::ListEvidenceRequest& request) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const PageRequest page, ToPageRequest(request.page_size(), request.page_token(), request.parent()));
  ASSIGN_OR_RETURN(const auto evidence,
                   reads.ListEvidence(ToReader(caller), number, ToView(request.view(), request.read_reason()), page));
  v1::ListEvidenceResponse response;
  for (const Evidence& item : evidence.items) *response.add_evidence() = ToProto(number, item);
  response.set_next_page_token(NextPageToken(evidence.next, request.parent()));
  return response;
}

absl::StatusOr<v1::Call> ReportOne(LiveFacts& facts, const rpc::Caller& caller, const v1::ReportCallRequest& request,
                                   BusinessTime now) {
  Violations violations;
  AdditionRequest addition = ToAdditionRequest(caller, request, request.request_id(), violations);
  ASSIGN_OR_RETURN(CallFact said, CheckCall(ToDraft(request.call()), now, std::move(violations)));
  const absl::optional<ComplaintNumber> complaint = said.complaint;
  ASSIGN_OR_RETURN(const CallRow row, facts.Report({std::move(addition), std::move(said)}));
  return ToProto(row, complaint);
}

absl::StatusOr<v1::ChatTurn> ReportOne(LiveFacts& facts, const rpc::Caller& caller, const v1::ReportChatTurnRequest& request,
                                       BusinessTime now) {
  Violations violations;
  AdditionRequest addition = ToAdditionRequest(caller, request, request.request_id(), violations);
  ASSIGN_OR_RETURN(TurnFact said, CheckTurn(ToDraft(request.turn()), now, std::move(violations)));
  const absl::optional<ComplaintNumber> complaint = said.complaint;
  ASSIGN_OR_RETURN(const TurnRow row, facts.Report({std::move(addition), std::move(said)}));
  return ToProto(row, complaint);
}

absl::StatusOr<v1::Complaint> Unlink(Additions& additions, const rpc::Caller& caller, const v1::UnlinkComplaintRequest& request) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request.name(), "name"));
  Violations violations;
  AdditionRequest addition = ToAdditionRequest(caller, request, request.request_id(), violations);
  CheckText(violations, "reason", request.reason(), kReasonMax, Need::kRequired);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const Complaint complaint,
                   additions.Unlink({std::move(addition), ToReader(caller), number, request.etag(), request.reason()}));
  return ToProto(complaint);
}

// The complaints that a request names, `most` at most.
absl::StatusOr<std::vector<ComplaintNumber>> NumbersOf(const google::protobuf::RepeatedPtrField<std::string>& names, int most) {
  Violations violations;
  std::vector<ComplaintNumber> numbers;
  if (names.empty() || names.size() > most) violations.Add("complaints", absl::StrCat("1 to ", most));
  for (int i = 0; i < names.size() && i < most; ++i) {
    const std::string field = absl::StrCat("complaints[", i, "]");
    const absl::StatusOr<ComplaintNumber> number = ParseComplaintName(names[i], field);
    if (number.ok()) {
      numbers.push_back(*number);
    } else {
      violations.Add(field, number.status().message());
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return numbers;
}

template <class Message>
void SetAmount(const Submission& said, Message& message) {
  if (!said.amount_paid.has_value()) return;
  message.mutable_amount_paid()->set_currency_code(std::string(said.amount_paid->currency.code()));
  message.mutable_amount_paid()->set_amount_minor(said.amount_paid->minor);
}

void SetContent(const Complaint& complaint, bool with_address, v1::BatchReadContentResponse::Content& content) {
  const Submission& said = complaint.said;
  content.set_found(true);
  content.set_text(said.text.Reveal());
  content.set_channel(static_cast<type::v1::Channel>(said.channel));
  content.set_vip_level(said.customer.vip_level);
  SetAmount(said, content);
  content.set_language_code(said.language_code);
  if (!with_address) return;
  content.set_phone(said.customer.phone.Reveal());
  content.set_email(said.customer.email.Reveal());
  content.set_display_name(said.customer.display_name.Reveal());
}

absl::StatusOr<v1::BatchReadContentResponse> ReadContent(ComplaintReads& reads, const rpc::Caller& caller,
                                                         const v1::BatchReadContentRequest& request) {
  ASSIGN_OR_RETURN(const std::string purpose, ToPurpose(request.purpose(), caller.Service()));
  ASSIGN_OR_RETURN(const std::vector<ComplaintNumber> numbers, NumbersOf(request.complaints(), kContentsMax));
  ASSIGN_OR_RETURN(const auto complaints, reads.ReadContent(caller.subject, purpose, numbers));
  v1::BatchReadContentResponse response;
  for (size_t i = 0; i < complaints.size(); ++i) {
    v1::BatchReadContentResponse::Content& content = *response.add_contents();
    content.set_complaint(ComplaintName(numbers[i]));
    if (complaints[i].has_value()) SetContent(*complaints[i], purpose == "NOTIFY", content);
  }
  return response;
}

absl::StatusOr<v1::BatchReadOrdersResponse> ReadOrders(ComplaintReads& reads, const rpc::Caller& caller,
                                                       const v1::BatchReadOrdersRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<ComplaintNumber> numbers, NumbersOf(request.complaints(), kOrdersMax));
  ASSIGN_OR_RETURN(const auto complaints, reads.ReadContent(caller.subject, "VERIFY", numbers));
  v1::BatchReadOrdersResponse response;
  for (size_t i = 0; i < complaints.size(); ++i) {
    v1::BatchReadOrdersResponse::ComplaintOrders& orders = *response.add_complaints();
    orders.set_complaint(ComplaintName(numbers[i]));
    if (!complaints[i].has_value()) continue;
    const Submission& said = complaints[i]->said;
    orders.set_found(true);
    for (const Secret& order : said.orders) orders.add_orders(order.Reveal());
    SetAmount(said, orders);
    orders.set_product(said.product);
  }
  return response;
}

}  // namespace

grpc::Status IntakeHandler::GetComplaint(grpc::ServerContext* context, const v1::GetComplaintRequest* request,
                                         v1::Complaint* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Complaint> {
    ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request->name(), "name"));
    ASSIGN_OR_RETURN(const Complaint complaint,
                     parts_.reads.Get(ToReader(caller), number, ToView(request->view(), request->read_reason())));
    return ToProto(complaint);
  });
}

grpc::Status IntakeHandler::ListComplaints(grpc::ServerContext* context, const v1::ListComplaintsRequest* request,
                                           v1::ListComplaintsResponse* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return List(parts_.reads, caller, *request); });
}

grpc::Status IntakeHandler::AddContact(grpc::ServerContext* context, const v1::AddContactRequest* request,
                                       v1::Contact* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller& caller) {
    return AddOne(parts_.additions, caller, *request, parts_.time.Now());
  });
}

grpc::Status IntakeHandler::ListContacts(grpc::ServerContext* context, const v1::ListContactsRequest* request,
                                         v1::ListContactsResponse* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return List(parts_.reads, caller, *request); });
}

grpc::Status IntakeHandler::AddEvidence(grpc::ServerContext* context, const v1::AddEvidenceRequest* request,
                                        v1::Evidence* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return AddOne(parts_.additions, caller, *request); });
}

grpc::Status IntakeHandler::ListEvidence(grpc::ServerContext* context, const v1::ListEvidenceRequest* request,
                                         v1::ListEvidenceResponse* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return List(parts_.reads, caller, *request); });
}

grpc::Status IntakeHandler::ReportCall(grpc::ServerContext* context, const v1::ReportCallRequest* request, v1::Call* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller& caller) {
    return ReportOne(parts_.live_facts, caller, *request, parts_.time.Now());
  });
}

grpc::Status IntakeHandler::ReportChatTurn(grpc::ServerContext* context, const v1::ReportChatTurnRequest* request,
                                           v1::ChatTurn* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller& caller) {
    return ReportOne(parts_.live_facts, caller, *request, parts_.time.Now());
  });
}

grpc::Status IntakeHandler::UnlinkComplaint(grpc::ServerContext* context, const v1::UnlinkComplaintRequest* request,
                                            v1::Complaint* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return Unlink(parts_.additions, caller, *request); });
}

grpc::Status IntakeHandler::CreateReplyToken(grpc::ServerContext* context, const v1::CreateReplyTokenRequest* request,
                                             v1::ReplyToken* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ReplyToken> {
    ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(request->complaint(), "complaint"));
    ASSIGN_OR_RETURN(const ComplaintRow row, parts_.reads.Find(ToReader(caller), number));
    ASSIGN_OR_RETURN(const IssuedToken issued,
                     IssueReplyToken(parts_.ring, {row.facts.number, row.facts.partition},
                                     ToTime(request->has_expire_time(), request->expire_time()), parts_.time.Now()));
    v1::ReplyToken token;
    token.set_token(issued.token);
    *token.mutable_expire_time() = ToProto(issued.expire_time);
    return token;
  });
}

grpc::Status IntakeHandler::BatchReadContent(grpc::ServerContext* context, const v1::BatchReadContentRequest* request,
                                             v1::BatchReadContentResponse* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return ReadContent(parts_.reads, caller, *request); });
}

grpc::Status IntakeHandler::BatchReadOrders(grpc::ServerContext* context, const v1::BatchReadOrdersRequest* request,
                                            v1::BatchReadOrdersResponse* response) {
  return parts_.edge.Answer(*context, *request, response,
                            [&](const rpc::Caller& caller) { return ReadOrders(parts_.reads, caller, *request); });
}

grpc::Status IntakeHandler::ListChannels(grpc::ServerContext* context, const v1::ListChannelsRequest* request,
                                         v1::ListChannelsResponse* response) {
  return parts_.edge.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListChannelsResponse> {
    v1::ListChannelsResponse channels;
    for (const ChannelDescription& channel : parts_.channels) *channels.add_channels() = ToProto(channel, parts_.time.Now());
    return channels;
  });
}

}  // namespace redress::intake
