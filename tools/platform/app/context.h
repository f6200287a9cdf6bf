// What every use case of the reference platform is given. Lives as long as the process; thread safe as its parts are.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "tools/platform/app/fault_board.h"
#include "tools/platform/app/listener.h"

namespace redress::platform {

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  FaultBoard& faults;
  // How long an operation stays pending; business time. Zero: it ends while its caller waits.
  absl::Duration end_after;
  // By requester (`services/compensation`). The ends of others' operations are reported to nobody.
  std::map<std::string, Listener*> listeners;
  // After a commit: something is to be ended or reported.
  std::function<void()> wake;
};

}  // namespace redress::platform
