// The erasure of a person (domain.md §10), here: the keys of all their cases are forgotten, together or not at all, and each
// trail says so. The cases go on without the words. Doing it again changes nothing, so it is simply done again after a restore.
// Thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/app/context.h"

namespace redress::casework {

// How many cases of this customer (keyed fingerprint) lost their words now. Errors: those of GetCase and of the pool.
absl::StatusOr<int> EraseCustomer(const Context& context, const std::string& customer, const Because& because);

}  // namespace redress::casework
