// Analytics as a service of any process: its own, the all-in-one's, a test's. bind.cc is the one place where its parts are put
// together.
#pragma once

#include "absl/status/status.h"
#include "libs/rpc/service_definition.h"
#include "services/analytics/config.h"

namespace redress::analytics {

absl::Status Bind(const Config& config, rpc::Host& host);
rpc::ServiceDefinition Definition();

}  // namespace redress::analytics
