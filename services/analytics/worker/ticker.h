// Tells the views what time it is for the business, where it has moved. Figures of promises that are still open depend on it, and
// a view cannot ask the stack's clock.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "libs/base/time.h"
#include "libs/rpc/worker.h"
#include "services/analytics/store/figures.h"

namespace redress::analytics {

// Both must outlive the worker. `every`: machine time.
std::unique_ptr<rpc::Worker> MakeTicker(Figures& figures, const TimeSource& time, absl::Duration every);

}  // namespace redress::analytics
