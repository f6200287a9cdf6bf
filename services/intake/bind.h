// Intake as a service that a process can run: its name and its Bind. Everything that it is made of is composed in bind.cc.
#pragma once

#include "absl/status/status.h"
#include "libs/rpc/host.h"
#include "libs/rpc/service_definition.h"
#include "services/intake/config.h"

namespace redress::intake {

// Composes intake within `host`. Needs no dependency to be up. INVALID_ARGUMENT or FAILED_PRECONDITION where the key ring or the
// file of channels cannot be used.
absl::Status Bind(const Config& config, rpc::Host& host);

rpc::ServiceDefinition Definition();

}  // namespace redress::intake
