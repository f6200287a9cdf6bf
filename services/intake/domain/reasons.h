// Every reason that intake's errors carry, beside those of the server kit (docs of libs/rpc). Stable for ever: callers branch on
// them. README.md says what each means; a test keeps list, README and code in step.
#pragma once

#include <array>

#include "absl/strings/string_view.h"

namespace redress::intake {

inline constexpr std::array<absl::string_view, 19> kReasons = {
    "BAD_EVENT",
    "COMPLAINT_NOT_FOUND",
    "DATABASE_BUSY",
    "DATABASE_UNAVAILABLE",
    "ERASED",
    "ETAG_MISMATCH",
    "FACT_ALREADY_REPORTED",
    "INVALID_CHANNELS",
    "INVALID_FIELDS",
    "INVALID_HOURS",
    "INVALID_PAGE_TOKEN",
    "MALFORMED_NAME",
    "MESSAGE_ALREADY_RECEIVED",
    "NOT_LINKED",
    "PURPOSE_NOT_ALLOWED",
    "QUEUE_FULL",
    "REQUEST_ID_REUSED",
    "VIEW_NOT_ALLOWED",
    "WRONG_CHECK_DIGITS",
};

}  // namespace redress::intake
