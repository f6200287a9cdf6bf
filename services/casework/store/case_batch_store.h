// What case_store.h does with one case, done with many in as few statements. The same rules hold.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// A case as it is to be written: InsertCase where `seen` has no number, else UpdateCase.
struct CaseWrite {
  CaseFile seen;
  CaseFile next;  // afterwards as stored
  std::vector<AuditDraft> trail;
  int changes = 1;  // so many lie between the two; each counts as a version
};
// Many cases, each once. `seen` was read under LockCases, or is found out to be an old one. Errors as InsertCase and UpdateCase
// have them; nothing is to be committed then.
absl::Status WriteCases(pqxx::transaction_base& transaction, const Vaulting& vault, std::vector<CaseWrite>* writes);

// Of each complaint that belongs to a case, by complaint: that case's number.
std::map<std::string, std::string> HoldersOf(pqxx::transaction_base& transaction, const std::vector<std::string>& complaints);

// AddReader of many, `{case, agent}`; where there is no such case nothing is done.
void AddReaders(pqxx::transaction_base& transaction, const std::vector<std::pair<std::string, std::string>>& readers);

}  // namespace redress::casework
