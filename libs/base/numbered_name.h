// Resource names that carry a complaint number: `complaints/{number}`, `cases/{number}`, `predictions/{number}`. Every service
// reads them alike, so that a mistyped number is told apart from nonsense wherever it is written.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/complaint_number.h"

namespace redress {

// The number in `name`, which must begin with `collection` (`complaints/`). INVALID_ARGUMENT that names `field`: reason
// WRONG_CHECK_DIGITS for a mistyped number, else MALFORMED_NAME. Thread safe.
absl::StatusOr<ComplaintNumber> ParseNumberedName(absl::string_view name, absl::string_view collection, absl::string_view field);

}  // namespace redress
