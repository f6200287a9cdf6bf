#include "services/casework/app/erase.h"

#include <vector>

#include "libs/base/status_macros.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/erasing.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {
namespace {

// What erasing did.
struct Erased {
  int cases = 0;
  std::vector<events::NewEvent> said;
};

absl::Status EraseOne(pqxx::work& transaction, const Context& context, const std::string& number, const Because& because,
                      Erased* erased) {
  ASSIGN_OR_RETURN(const CaseFile seen, GetCase(transaction, context.vault, number));
  const Change change = EraseWords(seen, because);
  if (change.empty()) return absl::OkStatus();
  ++erased->cases;
  return CommitChange(transaction, context, seen, change, &erased->said).status();
}

}  // namespace

absl::StatusOr<int> EraseCustomer(const Context& context, const std::string& customer, const Because& because) {
  Erased erased;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    erased = Erased();
    const std::vector<std::string> numbers = CasesOfCustomer(transaction, customer);
    LockCases(transaction, numbers);
    for (const std::string& number : numbers) RETURN_IF_ERROR(EraseOne(transaction, context, number, because, &erased));
    return events::Append(transaction, &erased.said);
  }));
  if (!erased.said.empty()) context.said(erased.said);
  return erased.cases;
}

}  // namespace redress::casework
