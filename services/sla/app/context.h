// What every use case of sla is given: the database, the business time, the policies, and whom to tell after a commit. Lives as
// long as the process; thread safe as its parts are.
#pragma once

#include <functional>

#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/sla/app/policy_book.h"

namespace redress::sla {

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  PolicyBook& policies;
  // After a commit: these were appended (publish them).
  std::function<void(absl::Span<const events::NewEvent>)> said;
};

}  // namespace redress::sla
