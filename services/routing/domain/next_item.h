// The next item of a case: once more what was done before, or a part of it that somebody else has to do. Pure functions.
#pragma once

#include "services/routing/domain/item.h"

namespace redress::routing {

// A queued item for the work of `former`, which is done.
WorkItem SameAgain(const WorkItem& former);

// A queued item about a part of the case that `main` is about: its team, severity, VIP level and channel, without its prediction.
WorkItem PartOf(const WorkItem& main, ItemKind kind, const std::string& subject);

}  // namespace redress::routing
