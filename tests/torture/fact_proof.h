// What must hold of analytics after any sequence of faults: its facts are what the owners' tables say, and what the logs make
// when they are read from their beginning. Each function answers a list of faults.
#pragma once

#include "tests/support/suite.h"
#include "tests/torture/asking.h"

namespace redress::torture {

// The facts against the tables of those whose logs they are folded from: the same complaints, cases, items, grants, clocks,
// notices.
FaultList ProveFacts(const std::string& pg);
// Has analytics, which must run, fold all logs again and compare bit for bit.
FaultList ProveRebuild(const test::Suite& suite);

}  // namespace redress::torture
