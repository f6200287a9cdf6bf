// What `tools/demo --json FILE` writes, for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "tools/demo_client/result.h"

namespace redress::demo {

// {"complaints": [one a stored line, in the order of the file], "rejected": [one a rejected line], "ledger", "audit"}. `l1` and
// `l2` are the model's, null in triage; `team`, `agent` and `work_item_state` are those of the work item, null where there is
// none yet. `state`, `finding`, `remedies`, `granted_minor` and what follows are the case's, which complaints of one matter
// share: whoever sums goes by `case`. `clocks` and `notices` are empty, `kpis` too, where the stack runs nobody who tells them;
// `satisfaction` is what the last call of the present round heard, null where nobody called. `ledger` and `audit` have `error`
// where they could not be checked.
nlohmann::ordered_json ToJson(const std::vector<Result>& results, const Books& books, const std::vector<KpiTold>& kpis);

}  // namespace redress::demo
