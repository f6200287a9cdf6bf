// Outreach as a service of any process: its own, the all-in-one's, a test's. bind.cc is the one place where its parts are put
// together.
#pragma once

#include "absl/status/status.h"
#include "libs/rpc/service_definition.h"
#include "services/outreach/config.h"

namespace redress::outreach {

absl::Status Bind(const Config& config, rpc::Host& host);
rpc::ServiceDefinition Definition();

}  // namespace redress::outreach
