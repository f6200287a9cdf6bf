#include "services/intake/domain/check_complaint.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace redress::intake {
namespace {

constexpr size_t kTextMax = 20'000;
constexpr size_t kRemedyMax = 2'000;
constexpr size_t kNameMax = 100;
constexpr size_t kAddressMax = 500;
constexpr size_t kDeviceMax = 128;
constexpr size_t kHandleMax = 200;
constexpr size_t kOrdersMax = 20;
constexpr size_t kEvidenceMax = 20;

void CheckCustomer(Violations& violations, const Customer& customer) {
  CheckId(violations, "complaint.customer.id", customer.id.Reveal());
  CheckText(violations, "complaint.customer.display_name", customer.display_name.Reveal(), kNameMax);
  CheckPhone(violations, "complaint.customer.phone", customer.phone.Reveal());
  CheckEmail(violations, "complaint.customer.email", customer.email.Reveal());
  CheckText(violations, "complaint.customer.address", customer.address.Reveal(), kAddressMax);
  CheckText(violations, "complaint.customer.device", customer.device.Reveal(), kDeviceMax);
  if (customer.vip_level < 0 || customer.vip_level > 3) violations.Add("complaint.customer.vip_level", "0 to 3");
}

void CheckOrders(Violations& violations, const std::vector<Secret>& orders) {
  if (orders.size() > kOrdersMax) return violations.Add("complaint.orders", absl::StrCat("at most ", kOrdersMax));
  absl::flat_hash_set<absl::string_view> seen;
  for (size_t i = 0; i < orders.size(); ++i) {
    const std::string field = absl::StrCat("complaint.orders[", i, "]");
    CheckId(violations, field, orders[i].Reveal(), "", Need::kRequired);
    if (!seen.insert(orders[i].Reveal()).second) violations.Add(field, "must not repeat another order");
  }
}

void CheckAllEvidence(Violations& violations, std::vector<EvidenceFacts>& evidence) {
  if (evidence.size() > kEvidenceMax) return violations.Add("complaint.evidence", absl::StrCat("at most ", kEvidenceMax));
  absl::flat_hash_set<std::string> seen;
  std::vector<EvidenceFacts> kept;
  for (size_t i = 0; i < evidence.size(); ++i) {
    CheckEvidence(violations, absl::StrCat("complaint.evidence[", i, "]"), evidence[i]);
    if (seen.insert(evidence[i].sha256).second) kept.push_back(std::move(evidence[i]));
  }
  evidence = std::move(kept);
}

}  // namespace

absl::StatusOr<Submission> CheckComplaint(ComplaintDraft draft, BusinessTime now) {
  return CheckComplaint(std::move(draft), now, Violations());
}

absl::StatusOr<Submission> CheckComplaint(ComplaintDraft draft, BusinessTime now, Violations violations) {
  Submission& said = draft.said;
  said.channel = CheckChannel(violations, "complaint.channel", draft.channel);
  said.received_time = CheckReceivedTime(violations, "complaint.received_time", draft.received_time, now);
  said.event_time = CheckEventTime(violations, "complaint.event_time", draft.event_time, said.received_time);
  CheckText(violations, "complaint.text", said.text.Reveal(), kTextMax, Need::kRequired);
  CheckCustomer(violations, said.customer);
  CheckText(violations, "complaint.remedy_sought", said.remedy_sought.Reveal(), kRemedyMax);
  CheckOrders(violations, said.orders);
  said.amount_paid = CheckAmount(violations, "complaint.amount_paid", draft.amount_paid);
  CheckId(violations, "complaint.product", said.product);
  CheckId(violations, "complaint.seller", said.seller);
  CheckAllEvidence(violations, said.evidence);
  CheckLanguage(violations, "complaint.language_code", said.language_code);
  CheckId(violations, "complaint.source", said.source, ".");
  CheckSourceMessageId(violations, "complaint.source_message_id", said.source_message_id.Reveal());
  CheckText(violations, "complaint.author_handle", said.author_handle.Reveal(), kHandleMax);
  CheckUri(violations, "complaint.permalink", said.permalink.Reveal());
  RETURN_IF_ERROR(violations.ToStatus());
  return std::move(draft.said);
}

}  // namespace redress::intake
