// The idempotent request that a call is.
#pragma once

#include "google/protobuf/message.h"
#include "libs/base/uuid.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/request_hash.h"
#include "services/compensation/app/once.h"

namespace redress::compensation {

inline Request RequestOf(const rpc::Caller& caller, const google::protobuf::Message& request, const Uuid& id) {
  return {{caller.subject, id, request.GetTypeName(), rpc::RequestHash(request)}, caller.deadline};
}

}  // namespace redress::compensation
