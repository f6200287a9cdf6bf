// What is said of clocks, as events of the contract, in the partition of the case. Pure functions.
#pragma once

#include "libs/events/log.h"
#include "services/sla/domain/look.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {

events::NewEvent EventOf(const StoredCase& of, const Saying& saying);

}  // namespace redress::sla
