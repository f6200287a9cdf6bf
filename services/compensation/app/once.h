// Runs the work of a mutation once per request id: claim, work, answer and events commit together (AIP-155). A repeated request
// is answered with the resource as it is now, under the etag of the first answer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "libs/pg/idempotency.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

// Who asks for what, until when.
struct Request {
  pg::RequestKey key;
  Deadline deadline = Deadline::Never();
};

// `work(transaction, &events) → StatusOr<Resource>` does it; `again(transaction, name) → StatusOr<Resource>` reads what was done
// by the first request. A Resource has `name` and `etag`. Publishes, and wakes the payer, after the commit.
template <class Resource, class Work, class Again>
absl::StatusOr<Resource> Once(const Context& context, const Request& request, Work work, Again again) {
  Resource resource;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact(request.deadline, [&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, request.key));
    if (!claim.fresh()) {
      ASSIGN_OR_RETURN(resource, again(transaction, claim.answered->name));
      resource.etag = claim.answered->etag;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(resource, work(transaction, &said));
    RETURN_IF_ERROR(pg::RecordAnswer(transaction, request.key, {resource.name, resource.etag}));
    return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
  }));
  if (!said.empty()) {
    context.said(said);
    context.wake();
  }
  return resource;
}

}  // namespace redress::compensation
