// The error in a failed HTTP answer → the typed error of libs/base: the gateway and the services write google.rpc.Status as JSON.
// Pure, thread safe.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace redress::client {

// Code, message, reason, fields at fault, retry delay. What is no google.rpc.Status becomes UNKNOWN, reason HTTP_<status>.
absl::Status FromHttpError(int http_status, absl::string_view body);

}  // namespace redress::client
