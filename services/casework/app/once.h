// Runs a change of a case once per request id: claim, change, answer and events commit together or not at all (AIP-155), the
// events last. A repeated request is answered with the case as it is now, under the version that its first answer had.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "libs/events/once.h"
#include "libs/pg/idempotency.h"
#include "services/casework/app/context.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {

using Request = events::OnceRequest;

// Changes a case within the transaction and says what happened; returns the case as stored. Runs again from its start after a
// lost connection.
using Work = absl::FunctionRef<absl::StatusOr<CaseFile>(pqxx::work&, std::vector<events::NewEvent>*)>;

// The case that `work` stored, or the one that the first request of this id changed. Errors: those of `work`, of ClaimRequest and
// of the pool.
inline absl::StatusOr<CaseFile> Once(const Context& context, const Request& request, Work work) {
  CaseFile file;
  std::vector<events::NewEvent> said;
  pg::RequestKey key = request.key;
  key.body_hash = context.vault.BodyIndex(key.body_hash);  // a plain one would let a short text be guessed
  RETURN_IF_ERROR(context.pool.Transact(request.deadline, [&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, key));
    if (!claim.fresh()) {
      ASSIGN_OR_RETURN(file, GetCase(transaction, context.vault, claim.answered->name));
      if (!absl::SimpleAtoi(claim.answered->etag, &file.version)) file.version = 0;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(file, work(transaction, &said));
    RETURN_IF_ERROR(pg::RecordAnswer(transaction, key, {file.number, absl::StrCat(file.version)}));
    return events::Append(transaction, &said);
  }));
  if (!said.empty()) context.said(said);
  return file;
}

}  // namespace redress::casework
