// The parts of a case ↔ rows of its tables. Each table is stated once, next to the two functions that write and read its columns
// in that order. Pure functions but for the row that is read.
#pragma once

#include <string>

#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/domain/timers.h"
#include "services/casework/store/table.h"

namespace redress::casework {

// The case itself, without its parts.
extern const Table kCaseTable;
Cells CellsOf(const CaseFile& file);
CaseFile CaseOf(const pqxx::row& row);

extern const Table kCheckTable;
Cells CellsOf(const std::string& number, const CheckItem& item);
CheckItem CheckOf(const pqxx::row& row);

extern const Table kEvidenceTable;
Cells CellsOf(const std::string& number, const EvidenceRequest& request);
EvidenceRequest EvidenceOf(const pqxx::row& row);

extern const Table kTaskTable;
Cells CellsOf(const std::string& number, const Task& task);
Task TaskOf(const pqxx::row& row);

// A plan without its steps; a step names its plan and its position, from 1.
extern const Table kPlanTable;
Cells CellsOf(const std::string& number, const Plan& plan);
Plan PlanOf(const pqxx::row& row);
extern const Table kStepTable;
Cells CellsOf(const std::string& number, int plan, int position, const PlanStep& step);
PlanStep StepOf(const pqxx::row& row);
int PlanOfStep(const pqxx::row& row);

extern const Table kApprovalTable;
Cells CellsOf(const std::string& number, const Approval& approval);
Approval ApprovalOf(const pqxx::row& row);

extern const Table kCallbackTable;
Cells CellsOf(const std::string& number, const Callback& callback);
Callback CallbackOf(const pqxx::row& row);

extern const Table kTimerTable;
Cells CellsOf(const std::string& number, const Timer& timer);

extern const Table kAuditTable;
Cells CellsOf(const std::string& number, const AuditEntry& entry);

}  // namespace redress::casework
