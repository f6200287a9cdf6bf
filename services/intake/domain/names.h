// Resource names of intake, and the number of a complaint as the database keeps it: the 14 digits before the check digits as
// one integer, so that keys are small and sort by day and sequence. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/complaint_number.h"
#include "libs/base/uuid.h"

namespace redress::intake {

std::string ComplaintName(const ComplaintNumber& number);  // complaints/261122-00012345-21
std::string CaseName(const ComplaintNumber& number);       // cases/261122-00012345-21
std::string ContactName(const ComplaintNumber& number, const Uuid& id);
std::string EvidenceName(const ComplaintNumber& number, const Uuid& id);
std::string CallName(const Uuid& id);  // calls/{call}
std::string TurnName(const Uuid& id);  // chatTurns/{turn}

// The number in `complaints/{number}`. INVALID_ARGUMENT, reason WRONG_CHECK_DIGITS for a mistyped one, else MALFORMED_NAME;
// both name `field`.
absl::StatusOr<ComplaintNumber> ParseComplaintName(absl::string_view name, absl::string_view field);
// The same for `cases/{number}`.
absl::StatusOr<ComplaintNumber> ParseCaseName(absl::string_view name, absl::string_view field);

int64_t ToStored(const ComplaintNumber& number);
// INTERNAL for an integer that is no number.
absl::StatusOr<ComplaintNumber> FromStored(int64_t stored);
// The etag of a complaint whose case was changed so often.
std::string EtagOf(int link_version);

}  // namespace redress::intake
