#include "services/casework/store/case_reading.h"

#include <algorithm>
#include <map>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

// A case that is being read. Its key comes first; until then nothing opens.
struct Reading {
  CaseFile file;
  CaseSeal seal{"", absl::nullopt};
};

// Puts one row of a table into its case.
using Take = absl::Status (*)(const Vaulting& vault, const Row& row, Reading* reading);

absl::Status TakeKey(const Vaulting& vault, const Row& row, Reading* reading) {
  const std::string wrapped = KeyOf(row);
  ASSIGN_OR_RETURN(reading->seal, vault.SealOf(row.at(0), wrapped, wrapped.empty()));
  reading->file.wrapped_key = wrapped;
  return absl::OkStatus();
}

absl::Status TakeCase(const Vaulting&, const Row& row, Reading* reading) {
  std::string wrapped = std::move(reading->file.wrapped_key);
  ASSIGN_OR_RETURN(reading->file, CaseOf(row, reading->seal));
  reading->file.wrapped_key = std::move(wrapped);
  reading->file.words_erased = reading->seal.erased();
  return absl::OkStatus();
}

absl::Status TakeCheck(const Vaulting&, const Row& row, Reading* reading) {
  ASSIGN_OR_RETURN(const CheckItem item, CheckOf(row, reading->seal));
  reading->file.checklist[static_cast<size_t>(item.kind) - 1] = item;
  return absl::OkStatus();
}

// Plans come before their steps, numbered from 1.
absl::Status TakeStep(const Vaulting&, const Row& row, Reading* reading) {
  ASSIGN_OR_RETURN(PlanStep step, StepOf(row, reading->seal));
  reading->file.plans.at(static_cast<size_t>(PlaceOfStep(row).plan) - 1).steps.push_back(std::move(step));
  return absl::OkStatus();
}

template <auto Of, auto Parts>
absl::Status TakePart(const Vaulting&, const Row& row, Reading* reading) {
  ASSIGN_OR_RETURN(auto part, Of(row, reading->seal));
  (reading->file.*Parts).push_back(std::move(part));
  return absl::OkStatus();
}

template <auto Names>
absl::Status TakeName(const Vaulting&, const Row& row, Reading* reading) {
  (reading->file.*Names).push_back(row.at(1));
  return absl::OkStatus();
}

// The tables of a case in the order in which they are read, and what is done with their rows.
struct Source {
  const Table* table;
  Take take;
};
constexpr Source kSources[] = {
    {&kKeyTable, &TakeKey},
    {&kCaseTable, &TakeCase},
    {&kComplaintTable, &TakeName<&CaseFile::complaints>},
    {&kAbsorbedTable, &TakeName<&CaseFile::absorbed>},
    {&kCheckTable, &TakeCheck},
    {&kEvidenceTable, &TakePart<&EvidenceOf, &CaseFile::evidence_requests>},
    {&kTaskTable, &TakePart<&TaskOf, &CaseFile::tasks>},
    {&kPlanTable, &TakePart<&PlanOf, &CaseFile::plans>},
    {&kStepTable, &TakeStep},
    {&kApprovalTable, &TakePart<&ApprovalOf, &CaseFile::approvals>},
    {&kCallbackTable, &TakePart<&CallbackOf, &CaseFile::callbacks>},
};

constexpr char kReadCase[] = "read_case";

std::string SqlFor(absl::string_view wanted) {
  std::vector<const Table*> tables;
  for (const Source& source : kSources) tables.push_back(source.table);
  return ReadSql(tables, wanted);
}

// Puts rows into the cases that they belong to.
absl::StatusOr<std::map<std::string, Reading>> Gather(const Vaulting& vault, const pqxx::result& rows) {
  std::map<std::string, Reading> readings;
  for (const pqxx::row& row : rows) {
    const Row cells = pg::ParseTextArray(row[2].c_str());
    RETURN_IF_ERROR(kSources[row[0].as<size_t>()].take(vault, cells, &readings[cells.at(0)]));
  }
  for (auto& [number, reading] : readings) std::sort(reading.file.absorbed.begin(), reading.file.absorbed.end());
  return readings;
}

}  // namespace

std::map<std::string, std::string> ReadStatements() {
  return {{kReadCase, SqlFor("= $1")}};
}

absl::StatusOr<absl::optional<CaseFile>> ReadCase(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                  const std::string& number) {
  ASSIGN_OR_RETURN(auto readings, Gather(vault, transaction.exec_prepared(kReadCase, number)));
  if (readings.empty()) return absl::optional<CaseFile>();
  return absl::make_optional(std::move(readings.begin()->second.file));
}

absl::StatusOr<std::vector<CaseFile>> ReadCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const std::vector<std::string>& numbers) {
  static const auto* const sql = new std::string(SqlFor("= ANY ($1::text[])"));
  ASSIGN_OR_RETURN(auto readings, Gather(vault, pg::Exec(transaction, *sql, pg::ArrayOf(numbers))));
  std::vector<CaseFile> files;
  for (const std::string& number : numbers) {
    const auto found = readings.find(number);
    if (found != readings.end()) files.push_back(std::move(found->second.file));
  }
  return files;
}

}  // namespace redress::casework
