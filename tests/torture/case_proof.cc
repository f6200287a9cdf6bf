#include "tests/torture/case_proof.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "tests/torture/calls.h"

namespace redress::torture {
namespace {

void Expect(const char* what, int expected, const std::string& found, FaultList* faults) {
  if (found != absl::StrCat(expected)) faults->push_back(absl::StrCat(what, ": ", found, " of ", expected));
}

std::string Quoted(const std::vector<std::string>& cases) {
  return absl::StrJoin(cases, ",", [](std::string* out, const std::string& name) {
    absl::StrAppend(out, "'", absl::StripPrefix(name, "cases/"), "'");
  });
}

// Of a method that an auditor may call; a fault where it is refused.
template <class Service, class Request, class Response>
Response Audit(const test::Suite& suite, const std::string& service,
               grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request,
               FaultList* faults) {
  const auto stub = Service::NewStub(ChannelTo(suite.Addresses(service).at(0)));
  Response response;
  Stopper never;
  const grpc::Status status =
      UntilAnswered(suite.Token("agents/torture-auditor", "AUDITOR"), never,
                    [&](grpc::ClientContext* context) { return ((*stub).*method)(context, request, &response); });
  if (!status.ok()) faults->push_back(absl::StrCat(service, ": ", Describe(status)));
  return response;
}

}  // namespace

FaultList ProveCases(const std::string& pg, const std::vector<std::string>& cases) {
  static constexpr Check kChecks[] = {
      {"complaints without their case, or cases without a complaint",
       "SELECT count(*) FROM (SELECT DISTINCT intake.number_text(case_number) AS case_number FROM intake.complaint) c"
       " FULL JOIN casework.case_file f USING (case_number) WHERE c.case_number IS NULL OR f.case_number IS NULL"},
      {"cases that were not opened once",
       "SELECT count(*) FROM casework.case_file f WHERE (SELECT count(*) FROM casework.audit a WHERE a.case_number = "
       "f.case_number"
       " AND a.what = 'CASE_OPENED') <> 1"},
  };
  FaultList faults = RunChecks(pg, kChecks);
  const int count = static_cast<int>(cases.size());
  const std::string ours = absl::StrCat("case_number IN (", Quoted(cases), ")");
  Expect("closed", count, AskOne(pg, absl::StrCat("SELECT count(*) FROM casework.case_file WHERE state = 'CLOSED' AND ", ours)),
         &faults);
  // The tag is set by whoever verifies, and before by what classification proposes.
  for (const char* verb :
       {"TAG_SET", "CHECKLIST_FILLED", "PLAN_PROPOSED", "PLAN_ANSWERED", "APPROVAL_REQUESTED", "CALLBACK_MADE", "CASE_CLOSED"}) {
    Expect(verb, count,
           AskOne(pg, absl::StrCat("SELECT count(*) FROM (SELECT case_number FROM casework.audit WHERE what = '", verb,
                                   "' AND (what <> 'TAG_SET' OR actor LIKE 'agents/%') AND ", ours,
                                   " GROUP BY 1 HAVING count(*) = 1) once")),
           &faults);
  }
  return faults;
}

FaultList ProveKept(const std::string& pg, int remedies) {
  FaultList faults;
  Expect("promised", remedies, AskOne(pg, "SELECT count(*) FROM casework.step WHERE kind = 'REMEDY'"), &faults);
  Expect("promised, given and done alike", remedies,
         AskOne(pg,
                "SELECT count(*) FROM casework.step s JOIN compensation.remedy_grant g ON s.effect = 'grants/' || g.id"
                " JOIN platform.operation o ON o.operation = g.id::text WHERE s.state = 'DONE' AND g.state = 'PAID'"
                " AND o.state = 'SUCCEEDED' AND s.amount_minor = g.amount_minor AND o.amount_minor = g.amount_minor"
                " AND s.result_reference = o.reference"),
         &faults);
  Expect("granted", remedies, AskOne(pg, "SELECT count(*) FROM compensation.remedy_grant"), &faults);
  Expect("done by the shop", remedies, AskOne(pg, "SELECT count(*) FROM platform.operation"), &faults);
  return faults;
}

FaultList ProveBySelf(const test::Suite& suite) {
  using Compensation = compensation::v1::CompensationService;
  using Casework = casework::v1::CaseworkService;
  FaultList faults;
  compensation::v1::VerifyLedgerRequest ledger;
  ledger.set_ask_platform(true);
  const auto books = Audit<Compensation>(suite, "compensation", &Compensation::Stub::VerifyLedger, ledger, &faults);
  for (const auto& fault : books.faults()) faults.push_back(fault.ShortDebugString());
  const auto trails =
      Audit<Casework>(suite, "casework", &Casework::Stub::VerifyAudit, casework::v1::VerifyAuditRequest(), &faults);
  for (const std::string& broken : trails.broken()) faults.push_back("broken audit trail: " + broken);
  if (trails.case_count() == 0) faults.emplace_back("no audit trails");
  return faults;
}

}  // namespace redress::torture
