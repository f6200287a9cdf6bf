// The audit trails as stored: added to, read, verified, and the words of a reason erased. Every function runs in the caller's
// transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/audit.h"

namespace redress::casework {

// The drafts as the entries after `head`.
std::vector<AuditEntry> ChainAfter(const std::string& case_number, const AuditHead& head, std::vector<AuditDraft> drafts);

// Adds entries; that they follow each other, the writer of the case has seen to.
void AppendAudit(pqxx::transaction_base& transaction, const std::string& case_number, absl::Span<const AuditEntry> entries);

// Entries after `after`, oldest first, at most `limit`.
std::vector<AuditEntry> ReadTrail(pqxx::transaction_base& transaction, const std::string& case_number, int64_t after, int limit);

// Forgets the words of one reason; the chain still verifies. False where there is no such entry.
bool EraseReason(pqxx::transaction_base& transaction, const std::string& case_number, int64_t sequence);

struct AuditReport {
  int64_t entry_count = 0;
  int64_t case_count = 0;
  // `cases/{number}/timeline/{sequence}: what`, the first of each broken trail; at most 100.
  std::vector<std::string> broken;
};
// Recomputes the trail of one case, or of all for an empty number. Give it a transaction that sees one snapshot, or trails that
// grow meanwhile look broken.
AuditReport VerifyAudit(pqxx::transaction_base& transaction, const std::string& case_number);

}  // namespace redress::casework
