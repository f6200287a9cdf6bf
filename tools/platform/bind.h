// The reference platform as a service of any process: its own, or a test's beside others. bind.cc is the one place where its
// parts are put together.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "libs/rpc/service_definition.h"
#include "tools/platform/app/listener.h"
#include "tools/platform/config.h"

namespace redress::platform {

absl::Status Bind(const Config& config, rpc::Host& host);
// With listeners of one's own beside those of the configuration, by requester (`services/compensation`); they must outlive the
// process.
absl::Status BindWith(const Config& config, rpc::Host& host, std::map<std::string, Listener*> listeners);
rpc::ServiceDefinition Definition();

}  // namespace redress::platform
