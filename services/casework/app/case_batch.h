// The cases that a batch of inputs is about: locked and read once, changed in memory by one input after the other, and written
// once, with as few statements as if they were one. In the transaction of the consumer, whose lock lets nobody else take these
// inputs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/app/context.h"
#include "services/casework/store/case_batch_store.h"

namespace redress::casework {

class CaseBatch {
 public:
  // What happens is added to `said`. All must outlive the batch.
  CaseBatch(pqxx::work& transaction, const Context& context, std::vector<events::NewEvent>* said)
      : transaction_(transaction), context_(context), said_(*said) {}

  // Locks and reads these cases, and those that have one of the complaints; may be called again for more.
  absl::Status Load(const std::vector<std::string>& numbers, const std::vector<std::string>& complaints);

  // The case as the inputs so far left it, read where it was not yet; null where there is none.
  absl::StatusOr<const CaseFile*> Find(const std::string& number);
  // The number of the case that has this complaint among its own; empty for none.
  std::string HolderOf(const std::string& complaint) const;

  // Puts `change` in the place of what it was made of.
  void Put(Change change);
  // The same of one that opens a case. ALREADY_EXISTS, reason CASE_EXISTS, where there is one of that number.
  absl::Status Open(Change change);
  // `agent` may read the case from now on.
  void AddReader(const std::string& number, const std::string& agent) { readers_.emplace_back(number, agent); }

  // Stores what has changed since the last time.
  absl::Status Write();

 private:
  struct Held {
    CaseFile seen;  // as stored; without a number: it is not yet
    CaseFile now;
    std::vector<AuditDraft> trail;
    int changes = 0;
  };

  pqxx::work& transaction_;
  const Context& context_;
  std::vector<events::NewEvent>& said_;
  std::map<std::string, Held> cases_;           // by number
  std::set<std::string> absent_;                // numbers of cases that are none
  std::map<std::string, std::string> holders_;  // of complaints
  std::vector<std::pair<std::string, std::string>> readers_;
};

}  // namespace redress::casework
