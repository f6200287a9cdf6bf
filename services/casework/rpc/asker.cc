#include "services/casework/rpc/asker.h"

#include "libs/base/status_macros.h"
#include "libs/rpc/request_hash.h"
#include "services/casework/rpc/requests.h"

namespace redress::casework {
namespace {

constexpr rpc::RoleSet kSeeAll = {auth::v1::ROLE_SUPERVISOR, auth::v1::ROLE_MANAGER, auth::v1::ROLE_LEGAL, auth::v1::ROLE_AUDITOR,
                                  auth::v1::ROLE_SERVICE};

}  // namespace

absl::StatusOr<Asker> AskerOf(const rpc::Caller& caller) {
  Asker asker;
  ASSIGN_OR_RETURN(asker.link, LinkOf(caller));
  asker.actor = ActorOf(caller, asker.link);
  const bool sees_all = asker.link.has_value() || caller.roles.Meets(kSeeAll);
  asker.service = caller.Is(auth::v1::ROLE_SERVICE);
  // Whoever sees nothing but its own, and is nobody, sees nothing.
  if (!sees_all) asker.reader = asker.actor.agent.empty() ? caller.subject : asker.actor.agent;
  return asker;
}

Authority AuthorityOf(const rpc::Caller& caller) {
  if (caller.Is(auth::v1::ROLE_LEGAL)) return Authority::kLegal;
  if (caller.Is(auth::v1::ROLE_MANAGER)) return Authority::kManager;
  return caller.Is(auth::v1::ROLE_SUPERVISOR) ? Authority::kSupervisor : Authority::kSpecialist;
}

Request RequestOf(const rpc::Caller& caller, const google::protobuf::Message& request, const Uuid& id, const Vaulting& vault) {
  return {{caller.subject, id, request.GetTypeName(), vault.BodyIndex(rpc::RequestHash(request))}, caller.deadline};
}

}  // namespace redress::casework
