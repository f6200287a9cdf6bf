#include "services/casework/store/audit_store.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

constexpr size_t kBrokenMax = 100;

AuditEntry EntryOf(const pqxx::row& row) {
  AuditEntry entry;
  entry.sequence = row[0].as<int64_t>();
  entry.draft.time = BusinessTime::FromUnixMicros(row[1].as<int64_t>());
  entry.draft.actor = row[2].c_str();
  entry.draft.what = row[3].c_str();
  entry.draft.from = row[4].c_str();
  entry.draft.to = row[5].c_str();
  entry.why_hash = row[6].c_str();
  entry.draft.shown_to_customer = row[7].as<bool>();
  entry.hash = row[8].c_str();
  entry.why_erased = row[9].is_null();
  entry.draft.why = row[9].c_str();
  return entry;
}

}  // namespace

std::vector<AuditEntry> ChainAfter(const std::string& case_number, const AuditHead& head, std::vector<AuditDraft> drafts) {
  std::vector<AuditEntry> entries;
  AuditHead at = head;
  for (AuditDraft& draft : drafts) {
    entries.push_back(Chain(case_number, at.sequence + 1, at.hash, std::move(draft)));
    at = {entries.back().sequence, entries.back().hash};
  }
  return entries;
}

void AppendAudit(pqxx::transaction_base& transaction, const std::string& case_number, absl::Span<const AuditEntry> entries) {
  for (const AuditEntry& entry : entries) {
    // A plain insert: a sequence that is taken must fail, never be passed over.
    transaction.exec_params(InsertSql(kAuditTable, OnConflict::kFail), CellsOf(case_number, entry).Literal());
    transaction.exec_params("INSERT INTO audit_reason (case_number, sequence, why) VALUES ($1, $2, $3)", case_number,
                            entry.sequence, entry.draft.why);
  }
}

std::vector<AuditEntry> ReadTrail(pqxx::transaction_base& transaction, const std::string& case_number, int64_t after, int limit) {
  std::vector<AuditEntry> entries;
  const pqxx::result rows = transaction.exec_params(
      "SELECT a.sequence, audit_us, actor, what, from_word, to_word, why_hash, shown_to_customer, hash, r.why"
      " FROM audit a LEFT JOIN audit_reason r USING (case_number, sequence)"
      " WHERE case_number = $1 AND a.sequence > $2 ORDER BY a.sequence LIMIT $3",
      case_number, after, limit);
  for (const pqxx::row& row : rows) entries.push_back(EntryOf(row));
  return entries;
}

bool EraseReason(pqxx::transaction_base& transaction, const std::string& case_number, int64_t sequence) {
  return transaction
             .exec_params("UPDATE audit_reason SET why = NULL WHERE case_number = $1 AND sequence = $2", case_number, sequence)
             .affected_rows() > 0;
}

AuditReport VerifyAudit(pqxx::transaction_base& transaction, const std::string& case_number) {
  AuditReport report;
  const pqxx::result cases = transaction.exec_params(
      "SELECT case_number, audit_sequence, audit_hash FROM case_file WHERE $1 IN ('', case_number) ORDER BY 1", case_number);
  for (const pqxx::row& row : cases) {
    const std::string number = row[0].c_str();
    const std::vector<AuditEntry> trail = ReadTrail(transaction, number, 0, std::numeric_limits<int>::max());
    ++report.case_count;
    report.entry_count += static_cast<int64_t>(trail.size());
    const absl::optional<AuditFault> fault = VerifyTrail(number, trail, {row[1].as<int64_t>(), row[2].c_str()});
    if (fault.has_value() && report.broken.size() < kBrokenMax) {
      report.broken.push_back(absl::StrCat("cases/", number, "/timeline/", fault->sequence, ": ", fault->what));
    }
  }
  return report;
}

}  // namespace redress::casework
