#include "services/intake/domain/check_contact.h"

#include <utility>

#include "libs/base/status_macros.h"

namespace redress::intake {
namespace {

constexpr size_t kTextMax = 20'000;

ContactKind CheckKind(Violations& violations, int number) {
  if (number == 0) return ContactKind::kMessage;
  if (number >= 1 && number <= static_cast<int>(ContactKind::kAnswer)) return static_cast<ContactKind>(number);
  violations.Add("contact.kind", "one of the known kinds");
  return ContactKind::kUnspecified;
}

}  // namespace

absl::StatusOr<ContactFacts> CheckContact(ContactDraft draft, BusinessTime now, Violations violations) {
  ContactFacts& said = draft.said;
  said.kind = CheckKind(violations, draft.kind);
  said.channel = CheckChannel(violations, "contact.channel", draft.channel);
  said.received_time = CheckReceivedTime(violations, "contact.received_time", draft.received_time, now);
  CheckText(violations, "contact.text", said.text.Reveal(), kTextMax, Need::kRequired);
  CheckId(violations, "contact.source", said.source, ".");
  CheckSourceMessageId(violations, "contact.source_message_id", said.source_message_id.Reveal());
  RETURN_IF_ERROR(violations.ToStatus());
  return std::move(draft.said);
}

absl::StatusOr<EvidenceFacts> CheckEvidence(EvidenceFacts evidence, Violations violations) {
  CheckEvidence(violations, "evidence", evidence);
  RETURN_IF_ERROR(violations.ToStatus());
  return evidence;
}

}  // namespace redress::intake
