// Decides whether what a caller sent is a contact (a message, an answer, asking again) or a piece of evidence that can be added
// to a complaint. Every bad field is named at once. Pure, thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/intake/domain/complaint.h"
#include "services/intake/domain/fields.h"

namespace redress::intake {

// A contact as it comes in: `said` with what needs no conversion, and beside it what does.
struct ContactDraft {
  int kind = 0;
  int channel = 0;
  absl::optional<DraftTime> received_time;
  ContactFacts said;
};

// The contact, received `now` where the draft does not say when; of kind MESSAGE where it names none. `violations`: what else is
// wrong with the request. INVALID_ARGUMENT, reason INVALID_FIELDS otherwise.
absl::StatusOr<ContactFacts> CheckContact(ContactDraft draft, BusinessTime now, Violations violations);

// The same for a reference to evidence.
absl::StatusOr<EvidenceFacts> CheckEvidence(EvidenceFacts evidence, Violations violations);

}  // namespace redress::intake
