#include "services/casework/store/case_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "services/casework/store/audit_store.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

constexpr int kReadsMax = 5;

absl::Status Changed() {
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the case has changed meanwhile; read it again");
}

template <class Part, class Of>
std::vector<Part> ReadParts(pqxx::transaction_base& transaction, const Table& table, const std::string& number, Of of) {
  std::vector<Part> parts;
  for (const pqxx::row& row : transaction.exec_params(SelectSql(table), number)) parts.push_back(of(row));
  return parts;
}

std::vector<std::string> ReadWords(pqxx::transaction_base& transaction, const char* sql, const std::string& number) {
  std::vector<std::string> words;
  for (const pqxx::row& row : transaction.exec_params(sql, number)) words.emplace_back(row[0].c_str());
  return words;
}

void ReadPlans(pqxx::transaction_base& transaction, CaseFile* file) {
  file->plans = ReadParts<Plan>(transaction, kPlanTable, file->number, PlanOf);
  for (const pqxx::row& row : transaction.exec_params(SelectSql(kStepTable), file->number)) {
    const int number = PlanOfStep(row);
    for (Plan& plan : file->plans) {
      if (plan.number == number) plan.steps.push_back(StepOf(row));
    }
  }
}

// Everything but the row of the case itself.
void ReadAllParts(pqxx::transaction_base& transaction, CaseFile* file) {
  const std::string& number = file->number;
  file->complaints =
      ReadWords(transaction, "SELECT complaint FROM case_complaint WHERE case_number = $1 ORDER BY position", number);
  file->absorbed = ReadWords(transaction, "SELECT case_number FROM case_file WHERE merged_into = $1 ORDER BY 1", number);
  for (const CheckItem& item : ReadParts<CheckItem>(transaction, kCheckTable, number, CheckOf)) {
    file->checklist[static_cast<size_t>(item.kind) - 1] = item;
  }
  file->evidence_requests = ReadParts<EvidenceRequest>(transaction, kEvidenceTable, number, EvidenceOf);
  file->tasks = ReadParts<Task>(transaction, kTaskTable, number, TaskOf);
  ReadPlans(transaction, file);
  file->approvals = ReadParts<Approval>(transaction, kApprovalTable, number, ApprovalOf);
  file->callbacks = ReadParts<Callback>(transaction, kCallbackTable, number, CallbackOf);
}

// Writes the elements of `next` that `seen` does not have at the same place.
template <class Parts, class CellsOfPart>
void WriteChanged(pqxx::transaction_base& transaction, const Table& table, const Parts& seen, const Parts& next,
                  CellsOfPart cells) {
  for (size_t i = 0; i < next.size(); ++i) {
    if (i < seen.size() && seen[i] == next[i]) continue;
    transaction.exec_params(UpsertSql(table), cells(next[i]).Literal());
  }
}

void WritePlans(pqxx::transaction_base& transaction, const CaseFile& seen, const CaseFile& next) {
  for (size_t i = 0; i < next.plans.size(); ++i) {
    const Plan& plan = next.plans[i];
    const Plan former = i < seen.plans.size() ? seen.plans[i] : Plan();
    if (former == plan) continue;
    transaction.exec_params(UpsertSql(kPlanTable), CellsOf(next.number, plan).Literal());
    WriteChanged(transaction, kStepTable, former.steps, plan.steps, [&](const PlanStep& step) {
      return CellsOf(next.number, plan.number, static_cast<int>(&step - plan.steps.data()) + 1, step);
    });
  }
}

// A complaint belongs to one case, for ever: a merged case keeps its own.
absl::Status WriteComplaints(pqxx::transaction_base& transaction, const CaseFile& seen, const CaseFile& next) {
  for (size_t i = seen.complaints.size(); i < next.complaints.size(); ++i) {
    const pqxx::result rows = transaction.exec_params(
        "INSERT INTO case_complaint (case_number, complaint, position) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", next.number,
        next.complaints[i], static_cast<int>(i) + 1);
    if (rows.affected_rows() == 0) {
      return Error(absl::StatusCode::kAlreadyExists, "CASE_EXISTS", "the complaint belongs to a case already");
    }
  }
  return absl::OkStatus();
}

// Makes the timers those of the case as it is.
void WriteTimers(pqxx::transaction_base& transaction, const CaseFile& next) {
  std::vector<std::string> kept;
  for (const Timer& timer : TimersOf(next)) {
    kept.push_back(absl::StrCat(Word(timer.kind), "/", timer.id));
    transaction.exec_params(UpsertSql(kTimerTable), CellsOf(next.number, timer).Literal());
  }
  transaction.exec_params("DELETE FROM timer WHERE case_number = $1 AND kind || '/' || id <> ALL ($2::text[])", next.number,
                          pg::ArrayOf(absl::MakeConstSpan(kept)));
}

absl::Status WriteParts(pqxx::transaction_base& transaction, const CaseFile& seen, const CaseFile& next) {
  const auto cells = [&next](const auto& part) { return CellsOf(next.number, part); };
  RETURN_IF_ERROR(WriteComplaints(transaction, seen, next));
  WriteChanged(transaction, kCheckTable, seen.checklist, next.checklist, cells);
  WriteChanged(transaction, kEvidenceTable, seen.evidence_requests, next.evidence_requests, cells);
  WriteChanged(transaction, kTaskTable, seen.tasks, next.tasks, cells);
  WritePlans(transaction, seen, next);
  WriteChanged(transaction, kApprovalTable, seen.approvals, next.approvals, cells);
  WriteChanged(transaction, kCallbackTable, seen.callbacks, next.callbacks, cells);
  WriteTimers(transaction, next);
  return absl::OkStatus();
}

absl::Status Unaudited() {
  return Error(absl::StatusCode::kInternal, "UNAUDITED_CHANGE", "a change without an entry of the audit trail");
}

}  // namespace

void LockCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers) {
  transaction.exec_params("SELECT FROM case_file WHERE case_number = ANY ($1::text[]) ORDER BY case_number FOR NO KEY UPDATE",
                          pg::ArrayOf(absl::MakeConstSpan(numbers)));
}

absl::StatusOr<CaseFile> GetCase(pqxx::transaction_base& transaction, const std::string& number) {
  for (int reads = 0; reads < kReadsMax; ++reads) {
    const pqxx::result rows = transaction.exec_params(SelectSql(kCaseTable), number);
    if (rows.empty()) return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case");
    CaseFile file = CaseOf(rows[0]);
    ReadAllParts(transaction, &file);
    // Every statement has its own snapshot: the parts are those of the version only if it still is the present one.
    const pqxx::result after = transaction.exec_params("SELECT version FROM case_file WHERE case_number = $1", number);
    if (!after.empty() && after[0][0].as<int64_t>() == file.version) return file;
  }
  return Changed();
}

std::string CaseOfComplaint(pqxx::transaction_base& transaction, const std::string& complaint) {
  const auto rows = ReadWords(transaction, "SELECT case_number FROM case_complaint WHERE complaint = $1", complaint);
  return rows.empty() ? "" : rows[0];
}

std::vector<std::string> EarlierCases(pqxx::transaction_base& transaction, const CaseFile& file, int limit) {
  std::vector<std::string> numbers;
  if (file.customer.empty()) return numbers;
  const pqxx::result rows = transaction.exec_params(
      "SELECT case_number FROM case_file WHERE customer = $1 AND case_number <> $2 AND open_us <= $3"
      " ORDER BY open_us DESC, case_number LIMIT $4",
      file.customer, file.number, file.open_time.micros(), limit);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

absl::StatusOr<CaseFile> InsertCase(pqxx::transaction_base& transaction, CaseFile file, std::vector<AuditDraft> trail) {
  if (trail.empty()) return Unaudited();
  const std::vector<AuditEntry> entries = ChainAfter(file.number, AuditHead(), std::move(trail));
  file.version = 1;
  file.audit = {entries.back().sequence, entries.back().hash};
  const pqxx::result rows = transaction.exec_params(InsertSql(kCaseTable, OnConflict::kPass), CellsOf(file).Literal());
  if (rows.affected_rows() == 0) return Error(absl::StatusCode::kAlreadyExists, "CASE_EXISTS", "there is such a case already");
  RETURN_IF_ERROR(WriteParts(transaction, CaseFile(), file));
  AppendAudit(transaction, file.number, entries);
  return file;
}

absl::StatusOr<CaseFile> UpdateCase(pqxx::transaction_base& transaction, const CaseFile& seen, CaseFile next,
                                    std::vector<AuditDraft> trail) {
  if (trail.empty()) return Unaudited();
  const std::vector<AuditEntry> entries = ChainAfter(seen.number, seen.audit, std::move(trail));
  next.version = seen.version + 1;
  next.audit = {entries.back().sequence, entries.back().hash};
  const pqxx::result rows =
      transaction.exec_params(absl::StrCat(UpdateSql(kCaseTable), " AND t.version = $2"), CellsOf(next).Literal(), seen.version);
  if (rows.affected_rows() == 0) return Changed();
  RETURN_IF_ERROR(WriteParts(transaction, seen, next));
  AppendAudit(transaction, next.number, entries);
  return next;
}

std::vector<std::string> DueCases(pqxx::transaction_base& transaction, BusinessTime now, int limit) {
  std::vector<std::string> numbers;
  const pqxx::result rows = transaction.exec_params(
      "SELECT case_number, min(due_us) FROM timer WHERE due_us <= $1 GROUP BY case_number ORDER BY 2, 1 LIMIT $2", now.micros(),
      limit);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

std::vector<std::string> ExecutingCases(pqxx::transaction_base& transaction, const std::string& after, int limit) {
  std::vector<std::string> numbers;
  const pqxx::result rows = transaction.exec_params(
      "SELECT case_number FROM case_file c WHERE state = 'EXECUTING' AND case_number > $1 AND NOT EXISTS ("
      "  SELECT FROM step s WHERE s.case_number = c.case_number AND s.state = 'RUNNING'"
      "  AND (s.kind IN ('APOLOGY', 'PERSON') OR (s.kind = 'REMEDY' AND s.remedy = 'APOLOGY')))"
      " ORDER BY case_number LIMIT $2",
      after, limit);
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

}  // namespace redress::casework
