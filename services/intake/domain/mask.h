// What a read shows of personal data by default (domain.md §2): no text, no address, names and numbers with stars. Whoever needs
// more asks for it with a reason, and the reading is recorded. Pure, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

// u-41385 → ***385: the last three characters of an id of eight or more, the last of a shorter one.
std::string MaskId(absl::string_view id);

void MaskComplaint(Complaint& complaint);
void MaskContact(Contact& contact);
void MaskEvidence(Evidence& evidence);

}  // namespace redress::intake
