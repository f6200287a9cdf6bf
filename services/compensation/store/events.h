// What becomes of a grant as events of redress.compensation.v1, in the partition of its case. Pure; appending is the business of
// the transaction that made the change.
#pragma once

#include <vector>

#include "libs/events/log.h"
#include "services/compensation/domain/chain.h"
#include "services/compensation/domain/grant.h"

namespace redress::compensation {

// What the present state of a grant that has just moved says; nothing for PAYING.
std::vector<events::NewEvent> EventsOf(const Grant& grant);

// A seal, so that its hash is known outside of this database too; in partition 0, for it is about no case.
events::NewEvent EventOf(const Seal& seal);

}  // namespace redress::compensation
