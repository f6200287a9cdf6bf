// Resource names (AIP-122): `complaints/261122-00012345-21/contacts/7`. Each service builds its own names; this takes them
// apart, so that a name that is wrong anywhere is refused before anything is looked up.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress {

// What stands for each `*` of `pattern` (`complaints/*/contacts/*`), in order. An id has 1 to 128 characters of [A-Za-z0-9._~-].
// INVALID_ARGUMENT, reason INVALID_RESOURCE_NAME, with the pattern in its message, where the name does not match. Thread safe.
absl::StatusOr<std::vector<std::string>> MatchName(absl::string_view pattern, absl::string_view name);

}  // namespace redress
