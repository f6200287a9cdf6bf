// The figures under the table: how many of what, how sure, how well against the caller's own judgement, how fast.
#pragma once

#include <ostream>
#include <vector>

#include "tools/demo_client/result.h"

namespace redress::demo {

void PrintSummary(std::ostream& out, const std::vector<Result>& results, bool colours);

// Agreement of the predictions with the caller's gold; only lines that have both.
struct Agreement {
  int compared = 0;     // lines with a gold tag and a prediction
  int decided = 0;      // of them, not abstained
  int l1 = 0;           // decided, with the gold L1
  int l1_lenient = 0;   // decided, with the gold L1 or that of a further grievance
  int l2_compared = 0;  // decided, with a gold L2
  int l2 = 0;           // with the gold L1 and L2
  int severity_compared = 0;
  int severity = 0;
};
Agreement Compare(const std::vector<Result>& results);

}  // namespace redress::demo
