// What every use case of routing is given: the database, the business time, the policy, and whom to tell after a commit.
// Lives as long as the process; thread safe as its parts are.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/routing/domain/moves.h"
#include "services/routing/domain/plan.h"
#include "services/routing/store/desk_store.h"

namespace redress::routing {

// The figures of domain.md §4, in business time.
struct Policy {
  PlanPolicy plan;
  OfferPolicy offers;
  absl::Duration offline_grace = absl::Minutes(10);  // before what an absent agent owns goes back
  int batch = 500;                                   // items of one team and class a round, at most
  bool lease = true;                                 // one assigner at a time; only saves trouble
};

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  Policy policy;
  // After a commit: these were appended (publish them).
  std::function<void(absl::Span<const events::NewEvent>)> said;
  // After a commit: something may be assignable now, or a timer due.
  std::function<void()> wake;
  // What this process knows of the agents.
  std::unique_ptr<DeskStore> desks = std::make_unique<DeskStore>();
};

}  // namespace redress::routing
