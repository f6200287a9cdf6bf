// The parts of a case ↔ rows of its tables. Each table is stated once, next to the two functions that write and read its columns
// in that order; what people wrote is sealed and opened on the way. Pure functions but for the row that is read. Reading fails
// only where words cannot be opened: DATA_LOSS, reason UNSEAL_FAILED.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/domain/timers.h"
#include "services/casework/store/table.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// The case itself, without its parts. Its row is read with the wrapped key behind the columns, by which it is opened first.
extern const Table kCaseTable;
Cells CellsOf(const CaseFile& file, const CaseSeal& seal);
absl::StatusOr<CaseFile> CaseOf(const pqxx::row& row, const CaseSeal& seal);

extern const Table kCheckTable;
Cells CellsOf(const std::string& number, const CheckItem& item, const CaseSeal& seal);
absl::StatusOr<CheckItem> CheckOf(const pqxx::row& row, const CaseSeal& seal);

extern const Table kEvidenceTable;
Cells CellsOf(const std::string& number, const EvidenceRequest& request, const CaseSeal& seal);
absl::StatusOr<EvidenceRequest> EvidenceOf(const pqxx::row& row, const CaseSeal& seal);

extern const Table kTaskTable;
Cells CellsOf(const std::string& number, const Task& task, const CaseSeal& seal);
absl::StatusOr<Task> TaskOf(const pqxx::row& row, const CaseSeal& seal);

// A plan without its steps; a step names its plan and its position, from 1.
extern const Table kPlanTable;
Cells CellsOf(const std::string& number, const Plan& plan);
absl::StatusOr<Plan> PlanOf(const pqxx::row& row, const CaseSeal& seal);
extern const Table kStepTable;
struct StepPlace {
  int plan = 0;
  int position = 0;
};
Cells CellsOf(const std::string& number, StepPlace place, const PlanStep& step, const CaseSeal& seal);
absl::StatusOr<PlanStep> StepOf(const pqxx::row& row, const CaseSeal& seal);
StepPlace PlaceOfStep(const pqxx::row& row);

extern const Table kApprovalTable;
Cells CellsOf(const std::string& number, const Approval& approval, const CaseSeal& seal);
absl::StatusOr<Approval> ApprovalOf(const pqxx::row& row, const CaseSeal& seal);

extern const Table kCallbackTable;
Cells CellsOf(const std::string& number, const Callback& callback);
absl::StatusOr<Callback> CallbackOf(const pqxx::row& row, const CaseSeal& seal);

extern const Table kTimerTable;
Cells CellsOf(const std::string& number, const Timer& timer);

// Without its reason.
extern const Table kAuditTable;
Cells CellsOf(const std::string& number, const AuditEntry& entry);

}  // namespace redress::casework
