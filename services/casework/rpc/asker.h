// What every handler of casework makes of its caller: who acts, what it may see, and what a signed link lets it do. Pure
// functions over a verified caller.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "google/protobuf/message.h"
#include "libs/rpc/caller.h"
#include "services/casework/app/once.h"
#include "services/casework/domain/authority.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/link.h"

namespace redress::casework {

struct Asker {
  Actor actor;
  std::string reader;         // of a SPECIALIST: only its own cases exist for it; empty: all do
  absl::optional<Link> link;  // of who comes by one
  bool service = false;       // another service of the suite
};

// PERMISSION_DENIED, reason NOT_A_LINK, for a party (CUSTOMER, SELLER, CARRIER, DEPARTMENT) whose token is no link of ours.
absl::StatusOr<Asker> AskerOf(const rpc::Caller& caller);

// The authority that the caller's own role gives.
Authority AuthorityOf(const rpc::Caller& caller);

// The key and deadline of a mutation. The hash of its body is keyed: that of a short text would betray the text.
Request RequestOf(const rpc::Caller& caller, const google::protobuf::Message& request, const Uuid& id, const Vaulting& vault);

}  // namespace redress::casework
