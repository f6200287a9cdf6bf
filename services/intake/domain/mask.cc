#include "services/intake/domain/mask.h"

#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::intake {

std::string MaskId(absl::string_view id) {
  if (id.empty()) return "";
  const size_t shown = id.size() >= 8 ? 3 : id.size() >= 4 ? 1 : 0;
  return absl::StrCat("***", id.substr(id.size() - shown));
}

void MaskComplaint(Complaint& complaint) {
  Submission& said = complaint.said;
  said.text = Secret();
  said.remedy_sought = Secret();
  said.permalink = Secret();
  said.customer.address = Secret();
  said.customer.device = Secret();
  said.author_handle = Secret(MaskName(said.author_handle.Reveal()));
  said.customer.id = Secret(MaskId(said.customer.id.Reveal()));
  said.customer.display_name = Secret(MaskName(said.customer.display_name.Reveal()));
  said.customer.phone = Secret(MaskPhone(said.customer.phone.Reveal()));
  said.customer.email = Secret(MaskEmail(said.customer.email.Reveal()));
  said.source_message_id = Secret(MaskId(said.source_message_id.Reveal()));
  for (Secret& order : said.orders) order = Secret(MaskId(order.Reveal()));
  for (Evidence& evidence : complaint.evidence) MaskEvidence(evidence);
}

void MaskContact(Contact& contact) {
  contact.said.text = Secret();
  contact.said.source_message_id = Secret(MaskId(contact.said.source_message_id.Reveal()));
}

void MaskEvidence(Evidence& evidence) {
  evidence.facts.uri = Secret();
}

}  // namespace redress::intake
