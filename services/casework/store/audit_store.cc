#include "services/casework/store/audit_store.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/random.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/casework/store/audit_rows.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

constexpr size_t kBrokenMax = 100;

constexpr Column kReasonColumns[] = {{"case_number", "text"}, {"sequence", "bigint"}, {"why", "bytea"}};
const Table kReasonTable = {"audit_reason", 2, "'{}'", kReasonColumns};

CaseSeal::Place WhyOf(int64_t sequence) {
  return {"audit_reason.why", absl::StrCat(sequence)};
}

// The salt and the words as one text, as they are sealed.
std::string SaltedWhy(const AuditEntry& entry) {
  return absl::StrCat(entry.salt, entry.draft.why);
}

// Everything but the reason.
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
  return entry;
}

// Puts the reason, as it is stored, into the entry.
absl::Status OpenWhy(const CaseSeal& seal, const pqxx::field& cell, AuditEntry* entry) {
  if (cell.is_null()) return absl::OkStatus();  // there never was one
  const std::string sealed = pg::BytesOf(cell);
  entry->why_erased = seal.erased() || sealed.empty();
  ASSIGN_OR_RETURN(const std::string salted, seal.Open(WhyOf(entry->sequence), sealed));
  if (entry->why_erased) return absl::OkStatus();
  entry->salt = salted.substr(0, kSaltSize);
  entry->draft.why = salted.substr(entry->salt.size());
  return absl::OkStatus();
}

// An entry with what became of opening its reason.
struct OpenedEntry {
  AuditEntry entry;
  absl::Status opened;
};

// The key comes with every row: one statement, hence reasons and key as of one instant.
absl::StatusOr<std::vector<OpenedEntry>> ReadEntries(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                     const std::string& case_number, int64_t after, int limit) {
  std::vector<OpenedEntry> entries;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT a.sequence, audit_us, actor, what, from_word, to_word, why_hash, shown_to_customer, hash, r.why, k.wrapped"
               " FROM audit a LEFT JOIN audit_reason r USING (case_number, sequence) LEFT JOIN case_key k USING (case_number)"
               " WHERE case_number = $1 AND a.sequence > $2 ORDER BY a.sequence LIMIT $3",
               case_number, after, limit);
  if (rows.empty()) return entries;
  const pqxx::field wrapped = rows[0]["wrapped"];
  ASSIGN_OR_RETURN(const CaseSeal seal,
                   vault.SealOf(case_number, wrapped.is_null() ? "" : pg::BytesOf(wrapped), wrapped.is_null()));
  for (const pqxx::row& row : rows) {
    OpenedEntry read;
    read.entry = EntryOf(row);
    read.opened = OpenWhy(seal, row["why"], &read.entry);
    entries.push_back(std::move(read));
  }
  return entries;
}

// Counts the case and its entries, and says what is amiss with it.
absl::StatusOr<absl::optional<AuditFault>> VerifyOne(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                     const std::string& number, const AuditHead& head, AuditReport* report) {
  ++report->case_count;
  absl::StatusOr<std::vector<OpenedEntry>> read = ReadEntries(transaction, vault, number, 0, std::numeric_limits<int>::max());
  if (absl::IsDataLoss(read.status())) return absl::make_optional(AuditFault{1, "the key of its reasons was changed"});
  RETURN_IF_ERROR(read.status());
  std::vector<AuditEntry> trail;
  // Where a reason does not open there is none, and its digest says that there was one.
  for (OpenedEntry& one : *read) trail.push_back(std::move(one.entry));
  report->entry_count += static_cast<int64_t>(trail.size());
  return VerifyTrail(number, trail, head);
}

}  // namespace

std::vector<AuditEntry> ChainAfter(const std::string& case_number, const AuditHead& head, std::vector<AuditDraft> drafts) {
  std::vector<AuditEntry> entries;
  AuditHead at = head;
  for (AuditDraft& draft : drafts) {
    entries.push_back(Chain({case_number, at.sequence + 1, at.hash}, std::move(draft), RandomBytes(kSaltSize)));
    at = {entries.back().sequence, entries.back().hash};
  }
  return entries;
}

void AuditRows::Add(const CaseSeal& seal, const std::string& case_number, absl::Span<const AuditEntry> entries) {
  for (const AuditEntry& entry : entries) {
    literals_.push_back(CellsOf(case_number, entry).Literal());
    if (entry.draft.why.empty()) continue;
    Cells reason;
    reason.Text(case_number).Number(entry.sequence).Bytes(seal.Seal(WhyOf(entry.sequence), SaltedWhy(entry)));
    reasons_.push_back(reason.Literal());
  }
}

void AuditRows::Append(pqxx::transaction_base& transaction) const {
  // Plain inserts: a sequence that is taken must fail, never be passed over.
  if (!literals_.empty()) pg::Exec(transaction, InsertSql(kAuditTable, OnConflict::kFail), pg::ArrayOf(literals_));
  if (!reasons_.empty()) pg::Exec(transaction, InsertSql(kReasonTable, OnConflict::kFail), pg::ArrayOf(reasons_));
}

absl::StatusOr<std::vector<AuditEntry>> ReadTrail(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                  const std::string& case_number, int64_t after, int limit) {
  ASSIGN_OR_RETURN(std::vector<OpenedEntry> read, ReadEntries(transaction, vault, case_number, after, limit));
  std::vector<AuditEntry> entries;
  for (OpenedEntry& one : read) {
    RETURN_IF_ERROR(one.opened);
    entries.push_back(std::move(one.entry));
  }
  return entries;
}

bool EraseReason(pqxx::transaction_base& transaction, const std::string& case_number, int64_t sequence) {
  return pg::Exec(transaction, "UPDATE audit_reason SET why = '' WHERE case_number = $1 AND sequence = $2", case_number, sequence)
             .affected_rows() > 0;
}

absl::StatusOr<AuditReport> VerifyAudit(pqxx::transaction_base& transaction, const Vaulting& vault,
                                        const std::string& case_number, Deadline deadline) {
  AuditReport report;
  const pqxx::result cases = pg::Exec(
      transaction, "SELECT case_number, audit_sequence, audit_hash FROM case_file WHERE $1 IN ('', case_number) ORDER BY 1",
      case_number);
  for (const pqxx::row& row : cases) {
    if (deadline.Expired()) return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline has passed");
    ASSIGN_OR_RETURN(const absl::optional<AuditFault> fault,
                     VerifyOne(transaction, vault, row[0].c_str(), {row[1].as<int64_t>(), row[2].c_str()}, &report));
    if (fault.has_value() && report.broken.size() < kBrokenMax) {
      report.broken.push_back(absl::StrCat("cases/", row[0].c_str(), "/timeline/", fault->sequence, ": ", fault->what));
    }
  }
  return report;
}

}  // namespace redress::casework
