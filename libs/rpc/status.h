// The one typed error crosses gRPC intact: code, message, and in grpc-status-details-bin a google.rpc.Status with ErrorInfo
// (domain `redress`, the reason), BadRequest (every field at fault) and RetryInfo. INTERNAL, UNKNOWN and DATA_LOSS say nothing of
// what is inside. Pure functions.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace redress::rpc {

// The wire form with all details; also what a batch method puts beside each item that failed.
google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

grpc::Status ToGrpc(const absl::Status& status);
// The reason is empty where the peer gave no details (a proxy, a broken connection).
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace redress::rpc
