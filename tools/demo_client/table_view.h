// The table and the summary that a person reads at the end of the demo.
#pragma once

#include <ostream>
#include <vector>

#include "tools/demo_client/result.h"

namespace redress::demo {

struct TableOptions {
  int width = 0;  // places on the terminal; 0: as wide as is readable
  bool colours = false;
};

// One row an accepted line; then the rejected lines with their reasons, and what is stuck and why.
void PrintTable(std::ostream& out, const std::vector<Result>& results, const TableOptions& options);

}  // namespace redress::demo
