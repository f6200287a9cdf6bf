// What must hold of cases that people brought to their closing, whatever was killed meanwhile: of casework's steps,
// compensation's grants and the shop's operations, each once and all the same. Each function answers a list of faults.
#pragma once

#include <string>
#include <vector>

#include "tests/support/suite.h"
#include "tests/torture/asking.h"

namespace redress::torture {

// `cases`: `cases/…` of those that were closed with two remedies each. Every case there is was opened once.
FaultList ProveCases(const std::string& pg, const std::vector<std::string>& cases);
// What was promised, what was given and what the shop did are the same, each once, and nothing else was given. `remedies`: how
// many.
FaultList ProveKept(const std::string& pg, int remedies);
// What compensation says of its books beside the shop's, and casework of its audit trails. Both must run.
FaultList ProveBySelf(const test::Suite& suite);

}  // namespace redress::torture
