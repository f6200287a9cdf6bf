// The work of a mutation, done once per request id: claim, work, answer and events commit together (AIP-155), the events last.
// A repeated request is answered with the resource as it is now, under the etag of the first answer. Who publishes and whom to
// wake after the commit is the service's business.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "libs/events/log.h"
#include "libs/pg/idempotency.h"
#include "libs/pg/pool.h"

namespace redress::events {

// Who asks for what, until when.
struct OnceRequest {
  pg::RequestKey key;
  Deadline deadline = Deadline::Never();
};

// `work(transaction, &events) → StatusOr<Resource>` does it; `again(transaction, name) → StatusOr<Resource>` reads what was done
// by the first request. A Resource has `name` and `etag`. `said` gets what was appended; empty for a repeated request. Errors:
// those of `work`, of ClaimRequest and of the pool. Runs again from its start after a lost connection.
template <class Resource, class Work, class Again>
absl::StatusOr<Resource> Once(pg::Pool& pool, const OnceRequest& request, Work work, Again again, std::vector<NewEvent>* said) {
  Resource resource;
  RETURN_IF_ERROR(pool.Transact(request.deadline, [&](pqxx::work& transaction) -> absl::Status {
    said->clear();
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, request.key));
    if (!claim.fresh()) {
      ASSIGN_OR_RETURN(resource, again(transaction, claim.answered->name));
      resource.etag = claim.answered->etag;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(resource, work(transaction, said));
    RETURN_IF_ERROR(pg::RecordAnswer(transaction, request.key, {resource.name, resource.etag}));
    return Append(transaction, said);
  }));
  return resource;
}

}  // namespace redress::events
