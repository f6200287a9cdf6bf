// What every use case of compensation is given: the database, the business time, the policies, the shop, and whom to tell after a
// commit. Lives as long as the process; thread safe as its parts are.
#pragma once

#include <functional>

#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/compensation/app/shop.h"
#include "services/compensation/domain/abuse.h"
#include "services/compensation/domain/policies.h"

namespace redress::compensation {

// How the platform is asked; machine time.
struct AskPolicy {
  int batch = 8;                                // grants that one thread takes at a time
  absl::Duration lease = absl::Minutes(2);      // nobody else asks for them so long
  absl::Duration poll = absl::Seconds(5);       // an operation that is pending is looked up again after this
  absl::Duration retry = absl::Seconds(1);      // an outcome that is not known is asked for again after this, …
  absl::Duration retry_max = absl::Minutes(5);  // … twice as long each time, at most this
};

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  const Policies& policy;
  Shop& shop;
  AskPolicy asks;
  // After a commit: these were appended (publish them).
  std::function<void(absl::Span<const events::NewEvent>)> said;
  // After a commit: the platform is to be asked for something.
  std::function<void()> wake;
  // The platform contradicted itself: somebody must look.
  std::function<void()> contradicted = [] {};
  // A flag was raised.
  std::function<void(AbuseSign)> flagged = [](AbuseSign) {};
};

}  // namespace redress::compensation
