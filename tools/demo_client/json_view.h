// What `tools/demo --json FILE` writes, for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "tools/demo_client/result.h"

namespace redress::demo {

// {"complaints": [one a stored line, in the order of the file], "rejected": [one a rejected line]}. `l1` and `l2` are null in
// triage; `team`, `agent` and `state` are those of the case's work item, null where there is none yet.
nlohmann::ordered_json ToJson(const std::vector<Result>& results);

}  // namespace redress::demo
