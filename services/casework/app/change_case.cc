#include "services/casework/app/change_case.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/store/case_store.h"
#include "services/casework/store/reader_store.h"

namespace redress::casework {
namespace {

absl::Status CheckEtag(const CaseFile& seen, const Target& target) {
  if (target.etag.empty() || target.etag == EtagOf(seen)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "the case has changed since it was read");
}

absl::StatusOr<CaseFile> CommitBoth(pqxx::work& transaction, const Context& context, const CaseFile& loser,
                                    const CaseFile& winner, const Joined& joined, std::vector<events::NewEvent>* said) {
  ASSIGN_OR_RETURN(CaseFile stored, CommitChange(transaction, context, loser, joined.loser, said));
  RETURN_IF_ERROR(CommitChange(transaction, context, winner, joined.winner, said).status());
  return stored;
}

// Who sees to a step of a plan may read the case of it.
void AddStepOwners(pqxx::work& transaction, const CaseFile& seen, const CaseFile& stored) {
  for (size_t i = seen.plans.size(); i < stored.plans.size(); ++i) {
    for (const PlanStep& step : stored.plans[i].steps) AddReader(transaction, stored.number, step.owner);
  }
}

}  // namespace

absl::StatusOr<CaseFile> GetVisible(pqxx::transaction_base& transaction, const Context& context, const Target& target) {
  ASSIGN_OR_RETURN(CaseFile file, GetCase(transaction, context.vault, target.number));
  const bool visible = target.reader.empty() || file.owner == target.reader || MayRead(transaction, target.number, target.reader);
  if (!visible) return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case");
  return file;
}

std::string EtagOf(const CaseFile& file) {
  return absl::StrCat(file.version);
}

absl::StatusOr<CaseFile> CommitChange(pqxx::work& transaction, const Context& context, const CaseFile& seen, const Change& change,
                                      std::vector<events::NewEvent>* said) {
  if (change.empty()) return seen;
  for (events::NewEvent& event : context.events_of(change)) said->push_back(std::move(event));
  ASSIGN_OR_RETURN(CaseFile stored, UpdateCase(transaction, context.vault, seen, change.next, change.trail));
  AddStepOwners(transaction, seen, stored);
  return stored;
}

absl::StatusOr<CaseFile> ChangeCase(const Context& context, const Request& request, const Target& target, Decide1 decide) {
  const BusinessTime now = context.time.Now();
  return Once(context, request, [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<CaseFile> {
    LockCases(transaction, {target.number});
    ASSIGN_OR_RETURN(const CaseFile seen, GetVisible(transaction, context, target));
    RETURN_IF_ERROR(CheckEtag(seen, target));
    ASSIGN_OR_RETURN(const Change change, decide(seen, now));
    return CommitChange(transaction, context, seen, change, said);
  });
}

absl::StatusOr<CaseFile> Tend(const Context& context, const std::string& number, Decide1 decide, bool* changed) {
  CaseFile stored;
  std::vector<events::NewEvent> said;
  bool any = false;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    LockCases(transaction, {number});
    ASSIGN_OR_RETURN(const CaseFile seen, GetCase(transaction, context.vault, number));
    ASSIGN_OR_RETURN(const Change change, decide(seen, context.time.Now()));
    any = !change.empty();
    ASSIGN_OR_RETURN(stored, CommitChange(transaction, context, seen, change, &said));
    return events::Append(transaction, &said);
  }));
  if (!said.empty()) context.said(said);
  if (changed != nullptr) *changed = any;
  return stored;
}

absl::StatusOr<CaseFile> Merge(const Context& context, const Request& request, const Target& target, const std::string& winner,
                               const Because& because) {
  return Once(context, request, [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<CaseFile> {
    LockCases(transaction, {target.number, winner});
    ASSIGN_OR_RETURN(const CaseFile loser, GetCase(transaction, context.vault, target.number));
    ASSIGN_OR_RETURN(const CaseFile into, GetCase(transaction, context.vault, winner));
    RETURN_IF_ERROR(CheckEtag(loser, target));
    ASSIGN_OR_RETURN(const Joined joined, MergeCases(loser, into, because));
    return CommitBoth(transaction, context, loser, into, joined, said);
  });
}

absl::StatusOr<CaseFile> Unmerge(const Context& context, const Request& request, const Target& target, const Because& because) {
  return Once(context, request, [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<CaseFile> {
    // Whose part it is, is known only once it is read; the locks are taken in one order all the same.
    ASSIGN_OR_RETURN(const CaseFile before, GetCase(transaction, context.vault, target.number));
    LockCases(transaction, {target.number, before.merged_into});
    ASSIGN_OR_RETURN(const CaseFile loser, GetCase(transaction, context.vault, target.number));
    RETURN_IF_ERROR(CheckEtag(loser, target));
    const std::string& from = loser.merged_into.empty() ? loser.number : loser.merged_into;
    ASSIGN_OR_RETURN(const CaseFile winner, GetCase(transaction, context.vault, from));
    ASSIGN_OR_RETURN(const Joined joined, UnmergeCases(loser, winner, because));
    return CommitBoth(transaction, context, loser, winner, joined, said);
  });
}

}  // namespace redress::casework
