// Moments at which nothing is due. A week that also stops there takes the same course as one that goes from each thing that is
// due straight to the next: whoever wants that proved asks for detours. A pure function, thread safe.
#pragma once

#include <cstdint>
#include <vector>

#include "libs/base/time.h"

namespace redress::demo {

// Up to three moments after `from` and before `to`, ascending; often none. Which ones is decided by the seed, `from` and `to`
// alone, down to the microsecond, so that they fall anywhere. Seed 0: none.
std::vector<BusinessTime> DetoursBetween(uint32_t seed, BusinessTime from, BusinessTime to);

}  // namespace redress::demo
