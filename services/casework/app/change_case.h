// A change of a case by somebody who asks for it: load, decide, commit, once per request id. The decision is a function of
// domain/; this locks, checks the etag, stores and tells. Thread safe.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/casework/app/context.h"
#include "services/casework/app/once.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/ending.h"

namespace redress::casework {

// Which case, as of which version.
struct Target {
  std::string number;
  std::string etag = {};    // empty: whatever it is now
  std::string reader = {};  // agent for whom only its own cases exist; empty: one that sees all
};

// The case, where `target.reader` may see it. CASE_NOT_FOUND otherwise.
absl::StatusOr<CaseFile> GetVisible(pqxx::transaction_base& transaction, const Context& context, const Target& target);

// The etag of a case as stored.
std::string EtagOf(const CaseFile& file);

// A decision; `now` is the time of the change. May run again after a lost connection.
using Decide1 = absl::FunctionRef<absl::StatusOr<Change>(const CaseFile&, BusinessTime now)>;
// The case as stored, also where the decision changes nothing. Errors: those of the decision; CASE_NOT_FOUND; ABORTED, reason
// ETAG_MISMATCH; those of Once.
absl::StatusOr<CaseFile> ChangeCase(const Context& context, const Request& request, const Target& target, Decide1 decide);

// The same for a merge of `target` into `winner`, and for undoing one (`winner` is then known by the case itself). Both change or
// neither. Returns the case that is or was part of the other.
absl::StatusOr<CaseFile> Merge(const Context& context, const Request& request, const Target& target, const std::string& winner,
                               const Because& because);
absl::StatusOr<CaseFile> Unmerge(const Context& context, const Request& request, const Target& target, const Because& because);

// A change that nobody asked for by name (a deadline, an outcome): the same without a request id; repeating it must be harmless.
// `changed`, where given, says whether something was stored.
absl::StatusOr<CaseFile> Tend(const Context& context, const std::string& number, Decide1 decide, bool* changed = nullptr);

// Stores a change in the caller's transaction and adds what it says to `said`; the case as stored. Nothing for an empty change.
absl::StatusOr<CaseFile> CommitChange(pqxx::work& transaction, const Context& context, const CaseFile& seen, const Change& change,
                                      std::vector<events::NewEvent>* said);

}  // namespace redress::casework
