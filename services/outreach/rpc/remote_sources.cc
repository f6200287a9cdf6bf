#include "services/outreach/rpc/remote_sources.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"

namespace redress::outreach {
namespace {

using casework::v1::CaseworkService;
using intake::v1::IntakeService;
using platform::v1::PlatformService;
using Content = intake::v1::BatchReadContentResponse::Content;

constexpr int kOrdersMax = 20;
constexpr size_t kContentsMax = 512;

bool CanBeReached(const Content& content) {
  return !content.phone().empty() || !content.email().empty();
}

std::string StateOf(const platform::v1::Delivery& delivery) {
  const std::string word = platform::v1::Delivery::State_Name(delivery.state());
  return absl::AsciiStrToLower(absl::StripPrefix(word, "STATE_"));
}

}  // namespace

CaseFacts FactsOf(const casework::v1::Case& proto) {
  CaseFacts facts;
  for (const casework::v1::EvidenceRequest& asked : proto.evidence_requests()) {
    if (asked.party() != casework::v1::PARTY_CUSTOMER) continue;
    facts.asked.push_back({asked.id(), asked.question(), asked.default_on_silence(), TimeOf(asked.due_time()),
                           asked.state() == casework::v1::EvidenceRequest::STATE_OPEN});
  }
  facts.plan = proto.plan().number();
  facts.offered = proto.state() == casework::v1::Case::STATE_PLAN_PROPOSED;
  for (const casework::v1::PlanStep& step : proto.plan().steps()) {
    facts.steps.push_back({step.description(), TimeOf(step.due_time()), step.state() == casework::v1::PlanStep::STATE_DONE,
                           step.kind() == casework::v1::PlanStep::KIND_REMEDY, step.result_reference()});
  }
  facts.rejection_reason = proto.closing().rejection_reason();
  return facts;
}

OrderFacts FactsOf(const platform::v1::Order& proto) {
  OrderFacts facts;
  facts.name = std::string(absl::StripPrefix(proto.name(), "orders/"));
  facts.customer = proto.customer();
  facts.cancelled = proto.state() == platform::v1::Order::STATE_CANCELLED;
  facts.shipped = proto.state() == platform::v1::Order::STATE_SHIPPED || proto.state() == platform::v1::Order::STATE_DELIVERED ||
                  proto.deliveries_size() > 0;
  for (const platform::v1::Delivery& delivery : proto.deliveries()) {
    ParcelFacts parcel{delivery.waybill(), delivery.carrier(), StateOf(delivery), absl::nullopt};
    if (delivery.has_promised_time()) parcel.promised_time = TimeOf(delivery.promised_time());
    facts.parcels.push_back(std::move(parcel));
  }
  return facts;
}

absl::StatusOr<Recipient> RecipientOf(const intake::v1::BatchReadContentResponse& proto) {
  const Content* found = nullptr;
  for (const Content& content : proto.contents()) {
    if (!content.found()) continue;
    if (found == nullptr || (!CanBeReached(*found) && CanBeReached(content))) found = &content;
  }
  if (found == nullptr) {
    return Error(absl::StatusCode::kNotFound, "CUSTOMER_ERASED", "intake knows nobody behind this complaint any more");
  }
  Recipient recipient;
  recipient.name = found->display_name();
  recipient.phone = found->phone();
  recipient.email = found->email();
  recipient.language_code = found->language_code();
  recipient.by_mail = found->channel() == type::v1::CHANNEL_EMAIL;
  recipient.by_app = found->channel() == type::v1::CHANNEL_APP;
  return recipient;
}

absl::StatusOr<Recipient> RemoteSources::ReadRecipient(const std::vector<std::string>& complaints, Deadline deadline) {
  intake::v1::BatchReadContentRequest request;
  request.set_purpose(intake::v1::BatchReadContentRequest::PURPOSE_NOTIFY);
  for (const std::string& number : complaints) request.add_complaints(absl::StrCat("complaints/", number));
  ASSIGN_OR_RETURN(const auto answer, intake_.Call(&IntakeService::Stub::BatchReadContent, request, {.deadline = deadline}));
  return RecipientOf(answer);
}

Sources::Recipients RemoteSources::ReadRecipients(const std::vector<std::vector<std::string>>& complaints, Deadline deadline) {
  std::set<std::string> names;
  for (const std::vector<std::string>& of_one : complaints) {
    for (const std::string& number : of_one) names.insert(absl::StrCat("complaints/", number));
  }
  if (complaints.size() < 2 || names.size() > kContentsMax) return Sources::ReadRecipients(complaints, deadline);
  intake::v1::BatchReadContentRequest request;
  request.set_purpose(intake::v1::BatchReadContentRequest::PURPOSE_NOTIFY);
  for (const std::string& name : names) request.add_complaints(name);
  const auto answer = intake_.Call(&IntakeService::Stub::BatchReadContent, request, {.deadline = deadline});
  if (!answer.ok()) return Recipients(complaints.size(), answer.status());
  absl::flat_hash_map<absl::string_view, const Content*> by_name;
  for (const Content& content : answer->contents()) by_name[content.complaint()] = &content;
  Recipients recipients;
  recipients.reserve(complaints.size());
  for (const std::vector<std::string>& of_one : complaints) {
    intake::v1::BatchReadContentResponse of_notice;
    for (const std::string& number : of_one) {
      const auto found = by_name.find(absl::StrCat("complaints/", number));
      if (found != by_name.end()) *of_notice.add_contents() = *found->second;
    }
    recipients.push_back(RecipientOf(of_notice));
  }
  return recipients;
}

absl::StatusOr<CaseFacts> RemoteSources::ReadCase(const std::string& case_number, Deadline deadline) {
  casework::v1::GetCaseRequest request;
  request.set_name(absl::StrCat("cases/", case_number));
  ASSIGN_OR_RETURN(const auto answer, casework_.Call(&CaseworkService::Stub::GetCase, request, {.deadline = deadline}));
  return FactsOf(answer);
}

absl::StatusOr<std::vector<OrderFacts>> RemoteSources::ReadOrders(const std::vector<std::string>& complaints, Deadline deadline) {
  intake::v1::BatchReadOrdersRequest claims;
  for (const std::string& number : complaints) claims.add_complaints(absl::StrCat("complaints/", number));
  ASSIGN_OR_RETURN(const auto claimed, intake_.Call(&IntakeService::Stub::BatchReadOrders, claims, {.deadline = deadline}));
  std::set<std::string> names;
  for (const auto& complaint : claimed.complaints()) {
    for (const std::string& order : complaint.orders()) names.insert(absl::StrCat("orders/", order));
  }
  platform::v1::BatchGetOrdersRequest request;
  for (const std::string& name : names) {
    if (request.names_size() < kOrdersMax) request.add_names(name);
  }
  std::vector<OrderFacts> orders;
  if (names.empty()) return orders;
  ASSIGN_OR_RETURN(const auto answer, platform_.Call(&PlatformService::Stub::BatchGetOrders, request, {.deadline = deadline}));
  orders.reserve(answer.orders_size());
  for (const platform::v1::Order& order : answer.orders()) orders.push_back(FactsOf(order));
  return orders;
}

absl::StatusOr<std::string> RemoteSources::IssueLink(const LinkWish& wish, Deadline deadline) {
  casework::v1::IssueLinkRequest request;
  request.set_name(absl::StrCat("cases/", wish.case_number));
  request.set_party("CUSTOMER");
  request.set_action(wish.action);
  request.set_subject(wish.subject);
  *request.mutable_expire_time() = ToProto(wish.expire_time);
  ASSIGN_OR_RETURN(const auto link, casework_.Call(&CaseworkService::Stub::IssueLink, request, {.deadline = deadline}));
  return link.token();
}

}  // namespace redress::outreach
