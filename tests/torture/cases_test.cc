// Cases under faults: casework is killed again and again, compensation, the shop, intake and PostgreSQL too, while people bring
// cases from the complaint to the closing. Each promise is kept and paid once, each verb counts once, and every book agrees.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "libs/pg/pqxx_compat.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "tests/support/private_servers.h"
#include "tests/torture/case_load.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

using test::PrivatePostgres;

constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too
constexpr char kImpatient[] =
    "casework: {sweep_every: 100ms, ask_timeout: 1s, retry_first: 50ms, retry_max: 500ms}\n"
    "compensation: {sweep_every: 50ms, ask_timeout: 1s, poll_every: 200ms, retry_first: 50ms, retry_max: 500ms}\n";

struct CaseRig {
  explicit CaseRig(int cases) {
    test::Suite::Options options;
    options.pg = postgres.connection();
    options.redis = redis.address();
    options.platform = true;
    options.more_yaml = kImpatient;
    suite = std::make_unique<test::Suite>(options);
    for (const char* program : {"platform", "intake", "compensation", "routing", "casework"}) suite->Start(program);
    load = std::make_unique<CaseLoad>(*suite, cases, 8);
  }
  std::string Ask(const std::string& sql) {
    pqxx::connection connection(postgres.connection());
    pqxx::nontransaction transaction(connection);
    return transaction.exec(sql)[0][0].c_str();
  }
  // An answer of a method of `Service` that anybody of the house may ask for.
  template <class Service, class Request, class Response>
  Response Call(const std::string& service, const std::string& role,
                grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request) {
    const auto stub = Service::NewStub(ChannelTo(suite->Addresses(service).at(0)));
    Response response;
    const grpc::Status status = UntilAnswered(suite->Token("agents/torture", role), never, [&](grpc::ClientContext* context) {
      return ((*stub).*method)(context, request, &response);
    });
    INFO(Describe(status));
    REQUIRE(status.ok());
    return response;
  }

  test::PrivatePostgres postgres;
  test::PrivateRedis redis;
  std::unique_ptr<test::Suite> suite;
  std::unique_ptr<CaseLoad> load;
  Stopper never;
};

using Fault = std::function<void(CaseRig&)>;

Fault Killed(const std::string& program) {
  return [program](CaseRig& rig) {
    rig.suite->Kill(program);
    rig.suite->Start(program);
  };
}

std::vector<Fault> ManyFaults() {
  std::vector<Fault> faults;
  for (int round = 0; round < Rounds(); ++round) {
    faults.insert(faults.end(), 16, Killed("casework"));
    faults.insert(faults.end(), 5, Killed("compensation"));
    faults.insert(faults.end(), 3, Killed("platform"));
    faults.insert(faults.end(), 2, Killed("intake"));
    faults.insert(faults.end(), 3, [](CaseRig& rig) { rig.postgres.Restart(PrivatePostgres::Stopping::kImmediate); });
    faults.insert(faults.end(), 1, [](CaseRig& rig) { rig.redis.Restart(); });
  }
  std::shuffle(faults.begin(), faults.end(), std::mt19937(11));
  return faults;
}

TEST_CASE("whatever is killed, each case comes to its end, each promise is kept once, and every book agrees", "[torture]") {
  const std::vector<Fault> faults = ManyFaults();
  const int cases = 90 * Rounds();
  CaseRig rig(cases);
  const int waves = static_cast<int>(faults.size());
  for (int wave = 0; wave < waves; ++wave) {
    rig.load->Allow(cases * (wave + 1) / waves);
    rig.load->WaitClosed(cases * wave / waves, kPatience);
    faults[wave](rig);
  }
  const bool done = rig.load->WaitClosed(cases, kPatience);
  INFO("logs are in " << rig.suite->folder() << "; " << rig.load->closed() << " of " << cases << " cases are closed");
  for (const std::string& fault : rig.load->faults()) UNSCOPED_INFO(fault);
  REQUIRE(done);
  CHECK(rig.load->faults().empty());

  // Each case once, each verb once.
  CHECK(rig.Ask("SELECT count(*) FROM casework.case_file WHERE state = 'CLOSED'") == absl::StrCat(cases));
  CHECK(rig.Ask("SELECT count(*) FROM casework.case_file") == absl::StrCat(cases));
  CHECK(rig.Ask("SELECT count(*) FROM (SELECT case_number, what FROM casework.audit WHERE what IN ('CASE_OPENED', 'TAG_SET', "
                "'CHECKLIST_FILLED', 'PLAN_PROPOSED', 'PLAN_ANSWERED', 'APPROVAL_REQUESTED', 'CALLBACK_MADE', 'CASE_CLOSED') "
                "GROUP BY 1, 2 HAVING count(*) <> 1) twice") == "0");
  // What was promised, what was given and what the shop did are the same, each once.
  const std::string promised = rig.Ask("SELECT count(*) FROM casework.step WHERE kind = 'REMEDY'");
  CHECK(promised == absl::StrCat(2 * cases));
  CHECK(rig.Ask("SELECT count(*) FROM casework.step s JOIN compensation.remedy_grant g ON s.effect = 'grants/' || g.id "
                "JOIN platform.operation o ON o.operation = g.id::text WHERE s.state = 'DONE' AND g.state = 'PAID' AND o.state = "
                "'SUCCEEDED' AND s.amount_minor = g.amount_minor AND o.amount_minor = g.amount_minor "
                "AND s.result_reference = o.reference") == promised);
  CHECK(rig.Ask("SELECT count(*) FROM compensation.remedy_grant") == promised);
  CHECK(rig.Ask("SELECT count(*) FROM platform.operation") == promised);
  compensation::v1::VerifyLedgerRequest ledger;
  ledger.set_ask_platform(true);
  using Compensation = compensation::v1::CompensationService;
  const auto books = rig.Call<Compensation>("compensation", "AUDITOR", &Compensation::Stub::VerifyLedger, ledger);
  CHECK(books.faults_size() == 0);
  using Casework = casework::v1::CaseworkService;
  const auto audit = rig.Call<Casework>("casework", "AUDITOR", &Casework::Stub::VerifyAudit, casework::v1::VerifyAuditRequest());
  CHECK(audit.case_count() == cases);
  CHECK(audit.broken_size() == 0);
  std::cout << "proved after " << waves << " faults: " << cases << " cases closed, " << promised << " remedies given"
            << std::endl;
}

}  // namespace
}  // namespace redress::torture
