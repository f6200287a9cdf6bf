// Lets deadlines decide: looks for due ones again and again, at once where more may be due. Any number of replicas.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "libs/rpc/worker.h"
#include "services/casework/app/context.h"
#include "services/casework/worker/casework_metrics.h"

namespace redress::casework {

// Both must outlive the worker. `sweep_every`: machine time.
std::unique_ptr<rpc::Worker> MakeTimekeeper(const Context& context, CaseworkMetrics& metrics, absl::Duration sweep_every);

}  // namespace redress::casework
