// People for a measurement: so many agents over the teams that come with routing, present, with the default limit of open cases.
// As domain.md divides staff: two of five in intake, the others over the teams of the first level; one of three is a supervisor.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace redress::bench {

// Creates `agents` agents through the public API and sets them present. `token`: an ADMIN's. The first failure ends it.
absl::Status HireStaff(const std::string& routing, const std::string& token, int agents);

}  // namespace redress::bench
