// What every use case of casework is given: the database, the business time, the vault that what people write is sealed with, the
// policy, the library of scripts, the others, how a change is told, and whom to wake after a commit. Lives as long as the
// process; thread safe as its parts are.
#pragma once

#include <functional>
#include <vector>

#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/scripts.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

class Backends;

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  const Vaulting& vault;
  CasePolicy policy;
  const ScriptLibrary& scripts;
  Backends& backends;
  // The facts of a change as events of the contract, in the partition of the case. Pure.
  std::function<std::vector<events::NewEvent>(const Change&)> events_of;
  // After a commit: these were appended (publish them).
  std::function<void(absl::Span<const events::NewEvent>)> said;
};

}  // namespace redress::casework
