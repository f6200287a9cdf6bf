#include "services/casework/app/approve.h"

#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/events/once.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/store/delegation_store.h"

namespace redress::casework {

absl::StatusOr<CaseFile> DecideApproval(const Context& context, const Request& request, const Target& target, const Actor& actor,
                                        Authority own, const Decision& decision) {
  Approver approver;
  approver.agent = actor.agent;
  approver.own = own;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    approver.lent = DelegationsTo(transaction, actor.agent, context.time.Now());
    return absl::OkStatus();
  }));
  return ChangeCase(context, request, target, [&](const CaseFile& file, BusinessTime now) {
    return casework::DecideApproval(file, approver, decision, {actor, decision.reason, now});
  });
}

absl::StatusOr<DelegationView> DelegateApproval(const Context& context, const Request& request, const Delegation& draft) {
  const Uuid id = Uuid::NewOrdered();
  std::vector<events::NewEvent> said;
  return events::Once<DelegationView>(
      context.pool, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<DelegationView> {
        const BusinessTime now = context.time.Now();
        ASSIGN_OR_RETURN(Delegation delegation,
                         Delegate(draft.delegator, draft.authority, draft.delegate, draft.expire_time, now));
        InsertDelegation(transaction, id, delegation, now);
        return DelegationView{id.ToString(), "", std::move(delegation)};
      },
      [](pqxx::transaction_base& transaction, const std::string& name) -> absl::StatusOr<DelegationView> {
        ASSIGN_OR_RETURN(const Uuid known, Uuid::Parse(name));
        ASSIGN_OR_RETURN(Delegation delegation, GetDelegation(transaction, known));
        return DelegationView{name, "", std::move(delegation)};
      },
      &said);
}

}  // namespace redress::casework
