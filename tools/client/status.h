// google.rpc.Status (as gRPC's details and the gateway's JSON carry it) → the typed error of libs/base. Pure functions, thread
// safe.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace redress::client {

// Code, message, reason (ErrorInfo), fields at fault (BadRequest), retry delay (RetryInfo).
absl::Status FromRpcStatus(const google::rpc::Status& status);

// The body of a failed HTTP call. What is no google.rpc.Status becomes UNKNOWN, reason HTTP_<status>.
absl::Status FromHttpError(int http_status, absl::string_view body);

}  // namespace redress::client
