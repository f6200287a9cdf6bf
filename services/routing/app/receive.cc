#include "services/routing/app/receive.h"

#include <set>

#include "libs/base/status_macros.h"
#include "services/routing/store/events.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {
namespace {

// Those that have not counted yet, neither in the database nor earlier in the batch.
std::vector<CaseInput> NewOnes(pqxx::work& transaction, absl::Span<const CaseInput> inputs) {
  std::vector<std::string> causes;
  for (const CaseInput& input : inputs) causes.push_back(input.cause);
  absl::flat_hash_set<std::string> known = KnownCauses(transaction, causes);
  std::vector<CaseInput> fresh;
  for (const CaseInput& input : inputs) {
    if (known.insert(input.cause).second) fresh.push_back(input);
  }
  return fresh;
}

}  // namespace

absl::StatusOr<std::vector<events::NewEvent>> Receive(pqxx::work& transaction, absl::Span<const CaseInput> inputs,
                                                      BusinessTime now) {
  const std::vector<CaseInput> fresh = NewOnes(transaction, inputs);
  if (fresh.empty()) return std::vector<events::NewEvent>();
  std::set<std::string> cases;
  for (const CaseInput& input : fresh) cases.insert(input.case_number);
  const Folded folded =
      Fold(fresh, LockCases(transaction, std::vector<std::string>(cases.begin(), cases.end())), TeamIds(transaction), now);
  PutCauses(transaction, fresh);
  InsertItems(transaction, folded.created);
  RETURN_IF_ERROR(UpdateItems(transaction, folded.raised));
  return EventsOf(folded);
}

}  // namespace redress::routing
