// What must hold of promises of time after any sequence of faults: the clocks that there must be, each thing said of a clock
// once, and the same clocks from the logs alone. Each function answers a list of faults.
#pragma once

#include <string>

#include "tests/torture/asking.h"

namespace redress::torture {

// Every case has its clocks, every refund, approval and call back its own; each warning and breach was said once.
FaultList ProveClocks(const std::string& pg);
// Facts and clocks of two databases are the same: those that lived through the faults, and those that another sla made of the
// logs.
FaultList ProveSameClocks(const std::string& pg, const std::string& other_pg);

}  // namespace redress::torture
