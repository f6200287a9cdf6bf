// Facts as events of redress.routing.v1, in the partition of their case. Pure functions; appending is the business of the
// transaction that made them.
#pragma once

#include <string>
#include <vector>

#include "libs/events/log.h"
#include "services/routing/domain/case_book.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// What a change says, in order.
std::vector<events::NewEvent> EventsOf(const Change& change);
// What a batch of others' events says, in order.
std::vector<events::NewEvent> EventsOf(const Folded& folded);

}  // namespace redress::routing
