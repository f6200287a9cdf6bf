// Lets time move clocks: looks for what is due again and again, at once where more may be. Any number of replicas.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "libs/rpc/worker.h"
#include "services/sla/app/context.h"
#include "services/sla/worker/sla_metrics.h"

namespace redress::sla {

// Both must outlive the worker. `sweep_every`: machine time.
std::unique_ptr<rpc::Worker> MakeTimekeeper(const Context& context, SlaMetrics& metrics, absl::Duration sweep_every);

}  // namespace redress::sla
