// How the decisions of this folder say no: FAILED_PRECONDITION with a reason that the README lists, and what would be allowed in
// the message. Pure functions.
#pragma once

#include "absl/strings/string_view.h"
#include "libs/base/error.h"

namespace redress::casework {

// `reason` is UPPER_SNAKE_CASE; `message` says what stands against it, for people, without personal data.
inline absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

}  // namespace redress::casework
