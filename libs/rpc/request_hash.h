// What makes two requests the same (AIP-155): the hash of everything but `request_id`, and the id itself.
// Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "libs/base/uuid.h"

namespace redress::rpc {

// 32 bytes (BLAKE2b) over the type and the deterministic serialization of `request` without its own `request_id`. Kept for days
// in the idempotency table: fields that a newer caller sends and this build does not know count too.
std::string RequestHash(const google::protobuf::Message& request);

// The field `request_id` as a UUID. INVALID_ARGUMENT with a violation of `request_id` where it is missing or no UUID.
absl::StatusOr<Uuid> RequireRequestId(const google::protobuf::Message& request);

}  // namespace redress::rpc
