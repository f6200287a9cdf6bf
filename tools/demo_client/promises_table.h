// What was promised to the customers and how it was kept: clocks against their targets, notices, the callback; and the KPIs
// against theirs.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "tools/demo_client/case_outcome.h"
#include "tools/demo_client/table_view.h"

namespace redress::demo {

// One row a case; nothing where neither clocks nor notices were told.
void PrintPromises(std::ostream& out, const std::map<std::string, CaseOutcome>& cases, const TableOptions& options);
// Nothing where there are none.
void PrintKpis(std::ostream& out, const std::vector<KpiTold>& kpis, bool colours);

// `SATISFIED`, `NOT_REACHED 3×`, … of the present round of calls; empty: nobody called.
std::string CalledBack(const casework::v1::Case& one);

}  // namespace redress::demo
