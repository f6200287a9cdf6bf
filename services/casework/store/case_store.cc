#include "services/casework/store/case_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/casework/domain/erasing.h"
#include "services/casework/store/audit_rows.h"
#include "services/casework/store/audit_store.h"
#include "services/casework/store/case_batch_store.h"
#include "services/casework/store/case_reading.h"
#include "services/casework/store/reader_store.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

absl::Status Changed() {
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the case has changed meanwhile; read it again");
}

void Upsert(pqxx::transaction_base& transaction, const Table& table, const std::vector<std::string>& literals) {
  if (!literals.empty()) pg::Exec(transaction, UpsertSql(table), pg::ArrayOf(literals));
}

// Writes the elements of `next` that `seen` does not have at the same place.
template <class Parts, class CellsOfPart>
void WriteChanged(pqxx::transaction_base& transaction, const Table& table, const Parts& seen, const Parts& next,
                  CellsOfPart cells) {
  std::vector<std::string> changed;
  for (size_t i = 0; i < next.size(); ++i) {
    if (i >= seen.size() || !(seen[i] == next[i])) changed.push_back(cells(next[i]).Literal());
  }
  Upsert(transaction, table, changed);
}

void WritePlans(pqxx::transaction_base& transaction, const CaseSeal& seal, const CaseFile& seen, const CaseFile& next) {
  for (size_t i = 0; i < next.plans.size(); ++i) {
    const Plan& plan = next.plans[i];
    const Plan former = i < seen.plans.size() ? seen.plans[i] : Plan();
    if (former == plan) continue;
    Upsert(transaction, kPlanTable, {CellsOf(next.number, plan).Literal()});
    WriteChanged(transaction, kStepTable, former.steps, plan.steps, [&](const PlanStep& step) {
      const StepPlace place = {plan.number, static_cast<int>(&step - plan.steps.data()) + 1};
      return CellsOf(next.number, place, step, seal);
    });
  }
}

bool Has(const std::vector<std::string>& complaints, const std::string& complaint) {
  return std::find(complaints.begin(), complaints.end(), complaint) != complaints.end();
}

absl::Status Taken() {
  return Error(absl::StatusCode::kAlreadyExists, "CASE_EXISTS", "the complaint belongs to a case already");
}

// A complaint belongs to one case; a merged case keeps its own. Those of a new case are written with it.
absl::Status WriteComplaints(pqxx::transaction_base& transaction, const CaseFile& seen, const CaseFile& next) {
  if (seen.complaints == next.complaints || seen.number.empty()) return absl::OkStatus();
  for (const std::string& complaint : seen.complaints) {
    if (Has(next.complaints, complaint)) continue;
    pg::Exec(transaction, "DELETE FROM case_complaint WHERE complaint = $1 AND case_number = $2", complaint, next.number);
  }
  for (const std::string& complaint : next.complaints) {
    if (Has(seen.complaints, complaint)) continue;
    const pqxx::result rows =
        pg::Exec(transaction,
                 "INSERT INTO case_complaint (case_number, complaint, position) SELECT $1, $2, coalesce(max(position), 0) + 1"
                 " FROM case_complaint WHERE case_number = $1 ON CONFLICT DO NOTHING",
                 next.number, complaint);
    if (rows.affected_rows() == 0) return Taken();
  }
  return absl::OkStatus();
}

// Makes the timers those of the case as it is.
void WriteTimers(pqxx::transaction_base& transaction, const CaseFile& seen, const CaseFile& next) {
  const std::vector<Timer> timers = TimersOf(next);
  if (timers == TimersOf(seen)) return;
  std::vector<std::string> kept, literals;
  for (const Timer& timer : timers) {
    kept.push_back(absl::StrCat(Word(timer.kind), "/", timer.id));
    literals.push_back(CellsOf(next.number, timer).Literal());
  }
  Upsert(transaction, kTimerTable, literals);
  pg::Exec(transaction, "DELETE FROM timer WHERE case_number = $1 AND kind || '/' || id <> ALL ($2::text[])", next.number,
           pg::ArrayOf(kept));
}

absl::Status WriteParts(pqxx::transaction_base& transaction, const CaseSeal& seal, const CaseFile& seen, const CaseFile& next) {
  const auto sealed = [&](const auto& part) { return CellsOf(next.number, part, seal); };
  RETURN_IF_ERROR(WriteComplaints(transaction, seen, next));
  WriteChanged(transaction, kCheckTable, seen.checklist, next.checklist, sealed);
  WriteChanged(transaction, kEvidenceTable, seen.evidence_requests, next.evidence_requests, sealed);
  WriteChanged(transaction, kTaskTable, seen.tasks, next.tasks, sealed);
  WritePlans(transaction, seal, seen, next);
  WriteChanged(transaction, kApprovalTable, seen.approvals, next.approvals, sealed);
  WriteChanged(transaction, kCallbackTable, seen.callbacks, next.callbacks,
               [&](const Callback& callback) { return CellsOf(next.number, callback); });
  WriteTimers(transaction, seen, next);
  if (!next.owner.empty() && next.owner != seen.owner) AddReader(transaction, next.number, next.owner);
  return absl::OkStatus();
}

void ForgetKey(pqxx::transaction_base& transaction, const std::string& number) {
  pg::Exec(transaction, "UPDATE case_key SET wrapped = NULL WHERE case_number = $1", number);
}

absl::Status Unaudited() {
  return Error(absl::StatusCode::kInternal, "UNAUDITED_CHANGE", "a change without an entry of the audit trail");
}

bool IsNew(const CaseWrite& write) {
  return write.seen.number.empty();
}

// Makes `next` what is stored: its version, its key, the end of its trail. Returns what seals its words.
absl::StatusOr<CaseSeal> Prepare(const Vaulting& vault, CaseWrite* write, AuditRows* audit) {
  if (write->trail.empty()) return Unaudited();
  CaseFile& next = write->next;
  if (IsNew(*write)) {
    next.wrapped_key = vault.NewCaseKey();
    next.words_erased = false;
  }
  ASSIGN_OR_RETURN(CaseSeal seal, vault.SealOf(next.number, next.wrapped_key, next.words_erased));
  if (next.words_erased) DropWords(&next);
  const std::vector<AuditEntry> entries =
      ChainAfter(next.number, IsNew(*write) ? AuditHead() : write->seen.audit, std::move(write->trail));
  next.version = (IsNew(*write) ? 0 : write->seen.version) + write->changes;
  next.audit = {entries.back().sequence, entries.back().hash};
  audit->Add(seal, next.number, entries);
  return seal;
}

// The place of the version among the cells of a case, counted from 1.
size_t VersionCell() {
  const auto* const column = std::find_if(kCaseTable.columns.begin(), kCaseTable.columns.end(),
                                          [](const Column& c) { return absl::string_view(c.name) == "version"; });
  return static_cast<size_t>(column - kCaseTable.columns.begin()) + 1;
}

// What all cases have, as the literals of rows.
struct Rows {
  std::vector<std::string> fresh, keys;
  std::map<int, std::vector<std::string>> changed;    // by the number of changes
  std::vector<std::string> case_numbers, complaints;  // of fresh ones
  std::vector<int64_t> positions;
  AuditRows audit;

  void Add(const CaseWrite& write, const CaseSeal& seal) {
    const std::string literal = CellsOf(write.next, seal).Literal();
    if (!IsNew(write)) {
      changed[write.changes].push_back(literal);
      return;
    }
    fresh.push_back(literal);
    keys.push_back(CellsOfKey(write.next.number, write.next.wrapped_key).Literal());
    for (size_t i = 0; i < write.next.complaints.size(); ++i) {
      case_numbers.push_back(write.next.number), complaints.push_back(write.next.complaints[i]);
      positions.push_back(static_cast<int64_t>(i) + 1);
    }
  }

  absl::Status Write(pqxx::transaction_base& transaction) const {
    static const auto* const update =
        new std::string(absl::StrCat(UpdateSql(kCaseTable), " AND t.version = v[", VersionCell(), "]::bigint - $2"));
    for (const auto& [count, literals] : changed) {
      if (pg::Exec(transaction, *update, pg::ArrayOf(literals), count).affected_rows() != literals.size()) return Changed();
    }
    if (fresh.empty()) return absl::OkStatus();
    const pqxx::result cases = pg::Exec(transaction, InsertSql(kCaseTable, OnConflict::kPass), pg::ArrayOf(fresh));
    if (cases.affected_rows() != fresh.size()) {
      return Error(absl::StatusCode::kAlreadyExists, "CASE_EXISTS", "there is such a case already");
    }
    pg::Exec(transaction, InsertSql(kKeyTable, OnConflict::kFail), pg::ArrayOf(keys));
    if (complaints.empty()) return absl::OkStatus();
    const pqxx::result held =
        pg::Exec(transaction,
                 "INSERT INTO case_complaint (case_number, complaint, position) SELECT * FROM"
                 " unnest($1::text[], $2::text[], $3::integer[]) ON CONFLICT DO NOTHING",
                 pg::ArrayOf(case_numbers), pg::ArrayOf(complaints), pg::ArrayOf(absl::MakeConstSpan(positions)));
    return held.affected_rows() == complaints.size() ? absl::OkStatus() : Taken();
  }
};

}  // namespace

void LockCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers) {
  pg::Exec(transaction, "SELECT FROM case_file WHERE case_number = ANY ($1::text[]) ORDER BY case_number FOR NO KEY UPDATE",
           pg::ArrayOf(absl::MakeConstSpan(numbers)));
}

absl::StatusOr<CaseFile> GetCase(pqxx::transaction_base& transaction, const Vaulting& vault, const std::string& number) {
  ASSIGN_OR_RETURN(absl::optional<CaseFile> file, ReadCase(transaction, vault, number));
  if (!file.has_value()) return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case");
  return *std::move(file);
}

std::map<std::string, std::string> HoldersOf(pqxx::transaction_base& transaction, const std::vector<std::string>& complaints) {
  std::map<std::string, std::string> holders;
  for (const pqxx::row& row :
       pg::Exec(transaction, "SELECT complaint, case_number FROM case_complaint WHERE complaint = ANY ($1::text[])",
                pg::ArrayOf(complaints))) {
    holders.emplace(row[0].c_str(), row[1].c_str());
  }
  return holders;
}

std::vector<std::string> EarlierCases(pqxx::transaction_base& transaction, const CaseFile& file, int limit) {
  std::vector<std::string> numbers;
  if (file.customer.empty()) return numbers;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT case_number FROM case_file WHERE customer = $1 AND case_number <> $2 AND open_us <= $3"
               " ORDER BY open_us DESC, case_number DESC LIMIT $4",
               file.customer, file.number, file.open_time.micros(), limit);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

std::vector<std::string> CasesOfCustomer(pqxx::transaction_base& transaction, const std::string& customer) {
  std::vector<std::string> numbers;
  if (customer.empty()) return numbers;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT case_number FROM case_file WHERE customer = $1 AND customer <> '' ORDER BY 1", customer);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

absl::Status WriteCases(pqxx::transaction_base& transaction, const Vaulting& vault, std::vector<CaseWrite>* writes) {
  std::vector<CaseSeal> seals;
  seals.reserve(writes->size());
  Rows rows;
  for (CaseWrite& write : *writes) {
    ASSIGN_OR_RETURN(CaseSeal seal, Prepare(vault, &write, &rows.audit));
    rows.Add(write, seal);
    seals.push_back(std::move(seal));
  }
  RETURN_IF_ERROR(rows.Write(transaction));
  for (size_t i = 0; i < writes->size(); ++i) {
    const CaseWrite& write = (*writes)[i];
    if (write.next.words_erased && !write.seen.words_erased) ForgetKey(transaction, write.next.number);
    RETURN_IF_ERROR(WriteParts(transaction, seals[i], write.seen, write.next));
  }
  rows.audit.Append(transaction);
  return absl::OkStatus();
}

void AddReaders(pqxx::transaction_base& transaction, const std::vector<std::pair<std::string, std::string>>& readers) {
  if (readers.empty()) return;
  std::vector<std::string> numbers, agents;
  for (const auto& [number, agent] : readers) numbers.push_back(number), agents.push_back(agent);
  pg::Exec(transaction,
           "INSERT INTO case_reader (case_number, agent, open_us) SELECT c.case_number, u.agent, c.open_us"
           " FROM unnest($1::text[], $2::text[]) u(number, agent) CROSS JOIN LATERAL"
           " (SELECT x.case_number, x.open_us FROM case_file x WHERE x.case_number = u.number LIMIT 1) c ON CONFLICT DO NOTHING",
           pg::ArrayOf(numbers), pg::ArrayOf(agents));
}

absl::StatusOr<CaseFile> InsertCase(pqxx::transaction_base& transaction, const Vaulting& vault, CaseFile file,
                                    std::vector<AuditDraft> trail) {
  std::vector<CaseWrite> writes;
  writes.push_back({CaseFile(), std::move(file), std::move(trail)});
  RETURN_IF_ERROR(WriteCases(transaction, vault, &writes));
  return std::move(writes[0].next);
}

absl::StatusOr<CaseFile> UpdateCase(pqxx::transaction_base& transaction, const Vaulting& vault, const CaseFile& seen,
                                    CaseFile next, std::vector<AuditDraft> trail) {
  std::vector<CaseWrite> writes;
  writes.push_back({seen, std::move(next), std::move(trail)});
  RETURN_IF_ERROR(WriteCases(transaction, vault, &writes));
  return std::move(writes[0].next);
}

std::vector<DuePlace> DueCases(pqxx::transaction_base& transaction, BusinessTime now, const DuePlace& after, int limit) {
  std::vector<DuePlace> due;
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT case_number, min(due_us) FROM timer WHERE due_us <= $1 GROUP BY case_number"
                                     " HAVING $2 = '' OR (min(due_us), case_number) > ($3, $2) ORDER BY 2, 1 LIMIT $4",
                                     now.micros(), after.number, after.due_time.micros(), limit);
  for (const pqxx::row& row : rows) due.push_back({BusinessTime::FromUnixMicros(row[1].as<int64_t>()), row[0].c_str()});
  return due;
}

absl::optional<BusinessTime> NextTimer(pqxx::transaction_base& transaction) {
  const pqxx::result rows = pg::Exec(transaction, "SELECT due_us FROM timer ORDER BY due_us LIMIT 1");
  if (rows.empty()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(rows[0][0].as<int64_t>());
}

ExecutionCounts CountExecutions(pqxx::transaction_base& transaction) {
  const pqxx::row row = pg::Exec1(
      transaction,
      "SELECT count(*) FILTER (WHERE s.kind IS NULL),"
      " count(*) FILTER (WHERE s.kind NOT IN ('APOLOGY', 'PERSON') AND NOT (s.kind = 'REMEDY' AND s.remedy = 'APOLOGY'))"
      " FROM case_file c LEFT JOIN step s ON s.case_number = c.case_number AND s.state = 'RUNNING' WHERE c.state = 'EXECUTING'");
  return {row[0].as<int64_t>(), row[1].as<int64_t>()};
}

std::vector<std::string> ExecutingCases(pqxx::transaction_base& transaction, const std::string& after, int limit) {
  std::vector<std::string> numbers;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT case_number FROM case_file c WHERE state = 'EXECUTING' AND case_number > $1 AND NOT EXISTS ("
               "  SELECT FROM step s WHERE s.case_number = c.case_number AND s.state = 'RUNNING'"
               "  AND (s.kind IN ('APOLOGY', 'PERSON') OR (s.kind = 'REMEDY' AND s.remedy = 'APOLOGY')))"
               " ORDER BY case_number LIMIT $2",
               after, limit);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

}  // namespace redress::casework
