// What the tests of sealing and of erasure share: a case that people wrote a marker about wherever they can, and a search for it
// in every table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/casework/app/erase.h"
#include "services/casework/domain/handling.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/waiting.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {

inline constexpr char kMarker[] = "暗号CANARY";
inline constexpr char kSecond[] = "261122-00012346-20";
inline const Actor kBoss = {"agents/a-sun", "a-sun", true};
inline const Actor kCustomer = {"customer", "", false};
inline const Because kErasure = {{"services/intake", "", false}, "", kNow};

inline std::string Marked(const std::string& where) {
  return absl::StrCat(where, kMarker);
}

// Every column that holds what people wrote.
struct WordColumn {
  const char* table;
  const char* column;
  bool many = false;  // the marked case has several rows of it
};
inline constexpr WordColumn kWordColumns[] = {
    {"case_file", "rejection_reason"},
    {"check_item", "finding", true},
    {"evidence_request", "question"},
    {"evidence_request", "default_on_silence"},
    {"evidence_request", "answer"},
    {"task", "request"},
    {"task", "answer"},
    {"step", "description", true},
    {"approval", "reason"},
    {"audit_reason", "why"},
};

// A case that people wrote about wherever they can.
inline CaseFile Marked(CaseFile file) {
  for (CheckItem& item : file.checklist) item.finding = Marked("finding ");
  for (EvidenceRequest& request : file.evidence_requests) {
    request.question = Marked("question "), request.default_on_silence = Marked("default "), request.answer = Marked("answer ");
  }
  const Task task = AssignTask({Department::kHr, "hr-7", Marked("request "), {}}, 1, file.severity, AskingPolicy(), kNow).value();
  file.tasks = {Answer(task, Marked("answer "), kNow).value()};
  for (Plan& plan : file.plans) plan.steps[0].description = Marked("description ");
  for (Approval& approval : file.approvals) approval.reason = Marked("reason ");
  file.closing->rejection_reason = Marked("rejection ");
  return file;
}

inline absl::StatusOr<CaseFile> InsertMarked(CaseworkDesk& desk, const std::string& number = kNumber,
                                             const std::string& effect = "grants/g-1") {
  CaseFile file = Marked(FullCase());
  file.number = number;
  file.complaints = {number};
  file.plans[1].steps[0].effect = effect;
  return desk.Run<CaseFile>([&](pqxx::work& work) {
    return InsertCase(work, desk.vault, file,
                      {CaseworkDesk::Entry("CASE_OPENED", Marked("why ")), CaseworkDesk::Entry("TOLD", "")});
  });
}

// The tables of the schema with a row that has `text` in it, as text or as bytes.
inline std::vector<std::string> TablesWith(CaseworkDesk& desk, const std::string& text) {
  std::vector<std::string> found;
  Must(desk.pool->Read([&](pqxx::transaction_base& read) {
    found.clear();
    for (const pqxx::row& table : read.exec("SELECT c.oid::regclass::text FROM pg_class c WHERE relkind = 'r' AND"
                                            " relnamespace = current_schema()::regnamespace ORDER BY 1")) {
      const pqxx::result rows = read.exec_params(
          absl::StrCat("SELECT FROM ", table[0].c_str(), " t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1"),
          text, absl::BytesToHexString(text));
      if (!rows.empty()) found.emplace_back(table[0].c_str());
    }
    return absl::OkStatus();
  }));
  return found;
}

inline std::vector<AuditEntry> TrailOf(CaseworkDesk& desk, const std::string& number = kNumber) {
  return desk.Run<std::vector<AuditEntry>>([&](pqxx::work& work) { return ReadTrail(work, desk.vault, number, 0, 1'000); })
      .value();
}

inline absl::StatusOr<CaseFile> Do(CaseworkDesk& desk, const std::function<absl::StatusOr<Change>(const CaseFile&)>& decide,
                                   const std::string& number = kNumber) {
  return ChangeCase(*desk.context, {{"agents/a-li", Uuid::Random(), "test", Marked("body ")}}, {number, ""},
                    [&](const CaseFile& file, BusinessTime) { return decide(file); });
}

// With everything that people wrote emptied, as it is to be read after an erasure.
inline CaseFile Emptied(CaseFile file) {
  for (CheckItem& item : file.checklist) item.finding.clear();
  for (EvidenceRequest& request : file.evidence_requests) request.question = request.default_on_silence = request.answer = "";
  for (Task& task : file.tasks) task.request = task.answer = "";
  for (Plan& plan : file.plans) plan.steps[0].description.clear();
  for (Approval& approval : file.approvals) approval.reason.clear();
  if (file.closing.has_value()) file.closing->rejection_reason.clear();
  return file;
}

}  // namespace redress::test
