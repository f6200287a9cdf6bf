// Lets this replica do what another one decided: looks again and again which model serves and which shadows.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "libs/rpc/worker.h"
#include "services/classification/app/model_desk.h"

namespace redress::classification {

// `desk` must outlive the worker. `every`: machine time.
std::unique_ptr<rpc::Worker> MakeModelFollower(ModelDesk& desk, absl::Duration every);

}  // namespace redress::classification
