// The personal part of a complaint as one string, which is then sealed as a whole: tag, length, bytes of each field that is not
// empty. A reader passes over tags that it does not know, so that a newer writer does not disturb it. Pure, thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

std::string EncodeContent(const Submission& said);
// Sets the personal fields of `said`. DATA_LOSS for bytes that are no such string.
absl::Status DecodeContent(absl::string_view bytes, Submission& said);

// The same for a contact.
std::string EncodeContent(const ContactFacts& said);
absl::Status DecodeContent(absl::string_view bytes, ContactFacts& said);

}  // namespace redress::intake
