// People for a measurement: so many agents over the teams that come with routing, present.
// As domain.md divides staff: two of five in intake, the others over the teams of the first level; one of three is a supervisor.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace redress::bench {

struct Hiring {
  int agents = 1'000;
  int case_limit = 30;  // open cases of each: 30 is the default of routing, 1,000 the most
};

// Creates the agents through the public API and sets them present. `token`: an ADMIN's. The first failure ends it.
absl::Status HireStaff(const std::string& routing, const std::string& token, const Hiring& hiring);

}  // namespace redress::bench
