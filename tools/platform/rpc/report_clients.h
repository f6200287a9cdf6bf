// How the reference platform reaches those who asked for an operation (`platform.report_to`): the one place where it knows
// services of the suite. A service that wants to be told has a line here: its name, and its Report… method, which takes an
// Operation and lets in BACKEND.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/rpc/host.h"
#include "tools/platform/app/listener.h"

namespace redress::platform {

// Tells `service` (`compensation`). INVALID_ARGUMENT where this build knows no way to tell it. During Bind.
absl::StatusOr<std::unique_ptr<Listener>> MakeReportClient(absl::string_view service, rpc::Host& host);

}  // namespace redress::platform
