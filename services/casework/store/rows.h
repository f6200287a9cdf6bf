// The parts of a case ↔ rows of its tables. Each table is stated once, next to the two functions that write and read its columns
// in that order; what people wrote is sealed and opened on the way. Pure functions. Reading fails
// only where words cannot be opened: DATA_LOSS, reason UNSEAL_FAILED.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/domain/timers.h"
#include "services/casework/store/row_reader.h"
#include "services/casework/store/table.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// The key of a case, wrapped; empty: forgotten. Read first, for it opens the other rows.
extern const Table kKeyTable;
Cells CellsOfKey(const std::string& number, const std::string& wrapped);
std::string KeyOf(const Row& row);

// The case itself, without its parts and its key.
extern const Table kCaseTable;
Cells CellsOf(const CaseFile& file, const CaseSeal& seal);
absl::StatusOr<CaseFile> CaseOf(const Row& row, const CaseSeal& seal);

// Which complaints a case is about, and which cases it took in: only read, as the second cell.
extern const Table kComplaintTable;
extern const Table kAbsorbedTable;

extern const Table kCheckTable;
Cells CellsOf(const std::string& number, const CheckItem& item, const CaseSeal& seal);
absl::StatusOr<CheckItem> CheckOf(const Row& row, const CaseSeal& seal);

extern const Table kEvidenceTable;
Cells CellsOf(const std::string& number, const EvidenceRequest& request, const CaseSeal& seal);
absl::StatusOr<EvidenceRequest> EvidenceOf(const Row& row, const CaseSeal& seal);

extern const Table kTaskTable;
Cells CellsOf(const std::string& number, const Task& task, const CaseSeal& seal);
absl::StatusOr<Task> TaskOf(const Row& row, const CaseSeal& seal);

// A plan without its steps; a step names its plan and its position, from 1.
extern const Table kPlanTable;
Cells CellsOf(const std::string& number, const Plan& plan);
absl::StatusOr<Plan> PlanOf(const Row& row, const CaseSeal& seal);
extern const Table kStepTable;
struct StepPlace {
  int plan = 0;
  int position = 0;
};
Cells CellsOf(const std::string& number, StepPlace place, const PlanStep& step, const CaseSeal& seal);
absl::StatusOr<PlanStep> StepOf(const Row& row, const CaseSeal& seal);
StepPlace PlaceOfStep(const Row& row);

extern const Table kApprovalTable;
Cells CellsOf(const std::string& number, const Approval& approval, const CaseSeal& seal);
absl::StatusOr<Approval> ApprovalOf(const Row& row, const CaseSeal& seal);

extern const Table kCallbackTable;
Cells CellsOf(const std::string& number, const Callback& callback);
absl::StatusOr<Callback> CallbackOf(const Row& row, const CaseSeal& seal);

extern const Table kTimerTable;
Cells CellsOf(const std::string& number, const Timer& timer);

// Without its reason.
extern const Table kAuditTable;
Cells CellsOf(const std::string& number, const AuditEntry& entry);

}  // namespace redress::casework
