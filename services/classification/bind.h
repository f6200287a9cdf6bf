// Composes the service: configuration → classifier, store, use cases → handler. Used by main.cc, by tests and by the all-in-one
// binary.
#pragma once

#include "libs/rpc/service_definition.h"
#include "services/classification/config.h"

namespace redress::classification {

// Fails where the model or a data file is refused: a service without a sound model must not start.
absl::Status Bind(const Config& config, rpc::Host& host);

rpc::ServiceDefinition Definition();

}  // namespace redress::classification
