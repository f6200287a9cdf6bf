#include "services/casework/store/case_reading.h"

#include <map>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "services/casework/store/rows.h"

namespace redress::casework {
namespace {

constexpr int kRoundsMax = 5;

// A case that is being read.
struct Reading {
  CaseFile file;
  CaseSeal seal;
};
using Readings = std::map<std::string, Reading>;

template <class ByNumber>
std::vector<std::string> NumbersOf(const ByNumber& cases) {
  std::vector<std::string> numbers;
  for (const auto& [number, unused] : cases) numbers.push_back(number);
  return numbers;
}

std::string CaseSql() {
  return absl::StrCat("SELECT ", NamesOf(kCaseTable),
                      ", wrapped FROM case_file LEFT JOIN case_key USING (case_number) WHERE case_number = ANY ($1::text[])");
}

// The rows of the cases themselves, without their parts.
absl::StatusOr<Readings> ReadFiles(pqxx::transaction_base& transaction, const Vaulting& vault,
                                   const std::vector<std::string>& numbers) {
  Readings readings;
  for (const pqxx::row& row : transaction.exec_params(CaseSql(), pg::ArrayOf(numbers))) {
    const pqxx::field wrapped = row[row.size() - 1];
    const bool erased = wrapped.is_null();
    ASSIGN_OR_RETURN(CaseSeal seal, vault.SealOf(row[0].c_str(), erased ? "" : pg::BytesOf(wrapped), erased));
    ASSIGN_OR_RETURN(CaseFile file, CaseOf(row, seal));
    std::string number = file.number;
    readings.emplace(std::move(number), Reading{std::move(file), std::move(seal)});
  }
  return readings;
}

// Gives every row of the answer to the case that its first column names.
absl::Status ForRows(pqxx::transaction_base& transaction, const std::string& sql, Readings* readings,
                     absl::FunctionRef<absl::Status(const pqxx::row&, Reading*)> take) {
  for (const pqxx::row& row : transaction.exec_params(sql, pg::ArrayOf(NumbersOf(*readings)))) {
    RETURN_IF_ERROR(take(row, &readings->at(row[0].c_str())));
  }
  return absl::OkStatus();
}

template <class Part>
absl::Status ReadParts(pqxx::transaction_base& transaction, const Table& table, Readings* readings,
                       absl::StatusOr<Part> (*of)(const pqxx::row&, const CaseSeal&), std::vector<Part> CaseFile::*parts) {
  return ForRows(transaction, SelectSql(table), readings, [&](const pqxx::row& row, Reading* reading) -> absl::Status {
    ASSIGN_OR_RETURN(Part part, of(row, reading->seal));
    (reading->file.*parts).push_back(std::move(part));
    return absl::OkStatus();
  });
}

absl::Status ReadNames(pqxx::transaction_base& transaction, const std::string& sql, Readings* readings,
                       std::vector<std::string> CaseFile::*names) {
  return ForRows(transaction, sql, readings, [&](const pqxx::row& row, Reading* reading) {
    (reading->file.*names).emplace_back(row[1].c_str());
    return absl::OkStatus();
  });
}

absl::Status TakeCheck(const pqxx::row& row, Reading* reading) {
  ASSIGN_OR_RETURN(const CheckItem item, CheckOf(row, reading->seal));
  reading->file.checklist[static_cast<size_t>(item.kind) - 1] = item;
  return absl::OkStatus();
}

// Plans come first, numbered from 1; one that came since was not read, and then the version tells.
absl::Status TakeStep(const pqxx::row& row, Reading* reading) {
  ASSIGN_OR_RETURN(PlanStep step, StepOf(row, reading->seal));
  const auto plan = static_cast<size_t>(PlaceOfStep(row).plan);
  if (plan <= reading->file.plans.size()) reading->file.plans[plan - 1].steps.push_back(std::move(step));
  return absl::OkStatus();
}

absl::Status ReadAllParts(pqxx::transaction_base& transaction, Readings* readings) {
  RETURN_IF_ERROR(ReadNames(transaction,
                            "SELECT case_number, complaint FROM case_complaint WHERE case_number = ANY ($1::text[])"
                            " ORDER BY case_number, position",
                            readings, &CaseFile::complaints));
  RETURN_IF_ERROR(ReadNames(transaction,
                            "SELECT merged_into, case_number FROM case_file WHERE merged_into = ANY ($1::text[]) ORDER BY 1, 2",
                            readings, &CaseFile::absorbed));
  RETURN_IF_ERROR(ForRows(transaction, SelectSql(kCheckTable), readings, &TakeCheck));
  RETURN_IF_ERROR(ReadParts(transaction, kEvidenceTable, readings, &EvidenceOf, &CaseFile::evidence_requests));
  RETURN_IF_ERROR(ReadParts(transaction, kTaskTable, readings, &TaskOf, &CaseFile::tasks));
  RETURN_IF_ERROR(ReadParts(transaction, kPlanTable, readings, &PlanOf, &CaseFile::plans));
  RETURN_IF_ERROR(ForRows(transaction, SelectSql(kStepTable), readings, &TakeStep));
  RETURN_IF_ERROR(ReadParts(transaction, kApprovalTable, readings, &ApprovalOf, &CaseFile::approvals));
  return ReadParts(transaction, kCallbackTable, readings, &CallbackOf, &CaseFile::callbacks);
}

// Every statement has its own snapshot: the parts are those of the version only where it still is the present one. Moves those
// cases to `done`; what is left changed meanwhile.
void KeepUnchanged(pqxx::transaction_base& transaction, Readings* readings, std::map<std::string, CaseFile>* done) {
  const pqxx::result rows = transaction.exec_params(
      "SELECT case_number, version FROM case_file WHERE case_number = ANY ($1::text[])", pg::ArrayOf(NumbersOf(*readings)));
  for (const pqxx::row& row : rows) {
    const auto found = readings->find(row[0].c_str());
    if (found->second.file.version != row[1].as<int64_t>()) continue;
    done->emplace(found->first, std::move(found->second.file));
    readings->erase(found);
  }
}

}  // namespace

absl::StatusOr<std::vector<CaseFile>> ReadCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const std::vector<std::string>& numbers) {
  std::map<std::string, CaseFile> done;
  ASSIGN_OR_RETURN(Readings readings, ReadFiles(transaction, vault, numbers));
  for (int round = 0; !readings.empty(); ++round) {
    if (round == kRoundsMax) return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "a case kept changing; read it again");
    if (round > 0) {
      ASSIGN_OR_RETURN(readings, ReadFiles(transaction, vault, NumbersOf(readings)));
    }
    RETURN_IF_ERROR(ReadAllParts(transaction, &readings));
    KeepUnchanged(transaction, &readings, &done);
  }
  std::vector<CaseFile> files;
  for (const std::string& number : numbers) {
    const auto found = done.find(number);
    if (found != done.end()) files.push_back(std::move(found->second));
  }
  return files;
}

}  // namespace redress::casework
