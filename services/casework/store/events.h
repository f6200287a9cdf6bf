// The facts of a change as events of redress.casework.v1, in the partition of their case. Ids and facts: what people wrote stays
// in the case. Pure functions; appending is the business of the transaction that made the change.
#pragma once

#include <vector>

#include "libs/events/log.h"
#include "services/casework/domain/change.h"

namespace redress::casework {

// What a change says, in order. The policy says when the customer is to be called back.
std::vector<events::NewEvent> EventsOf(const Change& change, const CallbackPolicy& policy);

}  // namespace redress::casework
