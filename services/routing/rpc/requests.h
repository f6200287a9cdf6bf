// What every handler of routing makes of its caller and request: who acts, who looks, and the key of the request. Pure functions
// over a verified caller.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/request_fields.h"
#include "libs/rpc/request_hash.h"
#include "services/routing/app/item_moves.h"
#include "services/routing/app/reading.h"
#include "services/routing/rpc/convert.h"

namespace redress::routing {

// The bare id of the agent that calls; empty for anybody else.
inline std::string AgentOf(const rpc::Caller& caller) {
  const absl::string_view id = absl::StripPrefix(caller.subject, "agents/");
  return id.size() == caller.subject.size() ? std::string() : std::string(id);
}

inline Actor ActorOf(const rpc::Caller& caller) {
  return {AgentOf(caller), caller.Is(auth::v1::ROLE_SUPERVISOR)};
}

// A SPECIALIST sees its own and its teams' items; every other role that may list sees all.
inline Viewer ViewerOf(const rpc::Caller& caller) {
  constexpr rpc::RoleSet kSeeAll = {auth::v1::ROLE_SUPERVISOR, auth::v1::ROLE_MANAGER, auth::v1::ROLE_LEGAL,
                                    auth::v1::ROLE_AUDITOR};
  return {AgentOf(caller), !caller.roles.Meets(kSeeAll)};
}

inline Request RequestOf(const rpc::Caller& caller, const google::protobuf::Message& request, const Uuid& id) {
  return {{caller.subject, id, request.GetTypeName(), rpc::RequestHash(request)}, caller.deadline};
}

// A request that moves a work item: `request_id`, `name`, `etag`.
template <class Message>
MoveRequest MoveOf(const rpc::Caller& caller, const Message& request, Violations* violations) {
  const Uuid id = rpc::RequestIdOf(request, violations);
  return {RequestOf(caller, request, id), rpc::IdIn("workItems/*", request.name(), "name", violations), request.etag(),
          ActorOf(caller)};
}

}  // namespace redress::routing
