// What a simulation found so far, as the contract has it: what is stored and what is shown are the same. Pure functions.
#pragma once

#include "libs/base/money.h"
#include "redress/compensation/v1/policy.pb.h"
#include "services/compensation/domain/simulation.h"

namespace redress::compensation {

// The sums but for the groups.
void SetSums(const SimulationSums& sums, Currency currency, v1::PolicySimulation* proto);
void AddGroup(const GroupKey& key, const GroupSums& group, Currency currency, v1::PolicySimulation* proto);
// All of them again.
SimulationSums SumsIn(const v1::PolicySimulation& proto);

}  // namespace redress::compensation
