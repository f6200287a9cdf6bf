// How an error is shown to a person: what went wrong, its reason, every field at fault on a line of its own, what to do next.
#pragma once

#include <ostream>

#include "absl/status/status.h"

namespace redress::ctl {

// `json`: one google.rpc.Status-like object instead.
void PrintError(std::ostream& out, const absl::Status& status, bool json);

}  // namespace redress::ctl
