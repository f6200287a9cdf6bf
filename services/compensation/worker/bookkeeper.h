// Links and seals the books, again and again, at once where more may be to link. Any number of replicas.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "libs/rpc/worker.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

// `context` must outlive the worker. `every`: machine time.
std::unique_ptr<rpc::Worker> MakeBookkeeper(const Context& context, absl::Duration every);

}  // namespace redress::compensation
