// Entries of the audit trails of any cases, to be added together; that they follow each other, the writer of the cases has seen
// to.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/audit.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

class AuditRows {
 public:
  void Add(const CaseSeal& seal, const std::string& case_number, absl::Span<const AuditEntry> entries);
  void Append(pqxx::transaction_base& transaction) const;

 private:
  std::vector<std::string> literals_, reasons_;
};

}  // namespace redress::casework
