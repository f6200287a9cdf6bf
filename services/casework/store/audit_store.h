// The audit trails as stored: added to, read, verified, and the words of a reason erased. A reason is sealed together with the
// salt of its digest (domain/audit.h): whoever has only the database can neither read it nor tell whether a guess is right, also
// after it was erased. Every function runs in the caller's transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/machine_time.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/audit.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// The drafts as the entries after `head`, each with a salt of its own.
std::vector<AuditEntry> ChainAfter(const std::string& case_number, const AuditHead& head, std::vector<AuditDraft> drafts);

// Entries after `after`, oldest first, at most `limit`, with their reasons. DATA_LOSS, reason UNSEAL_FAILED, or
// FAILED_PRECONDITION, reason UNKNOWN_KEY, where one cannot be opened.
absl::StatusOr<std::vector<AuditEntry>> ReadTrail(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                  const std::string& case_number, int64_t after, int limit);

// Forgets the words of one reason; the chain still verifies. False where there is no such entry, or it has no words.
bool EraseReason(pqxx::transaction_base& transaction, const std::string& case_number, int64_t sequence);

struct AuditReport {
  int64_t entry_count = 0;
  int64_t case_count = 0;
  // `cases/{number}/timeline/{sequence}: what`, the first of each broken trail; at most 100.
  std::vector<std::string> broken;
};
// Recomputes the trail of one case, or of all for an empty number. A reason that does not open is one that was changed. Give it a
// transaction that sees one snapshot, or trails that grow meanwhile look broken. FAILED_PRECONDITION, reason UNKNOWN_KEY: the
// ring lacks a key, and nothing can be said. DEADLINE_EXCEEDED: there is no time left for the rest.
absl::StatusOr<AuditReport> VerifyAudit(pqxx::transaction_base& transaction, const Vaulting& vault,
                                        const std::string& case_number, Deadline deadline = Deadline::Never());

}  // namespace redress::casework
