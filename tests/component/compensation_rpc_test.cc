// Compensation as a process beside the reference platform: everything over gRPC, the platform failing as it is told, the process
// ended and started again in between. One database a program; tests use cases and orders of their own.
#include <grpcpp/grpcpp.h>

#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "services/compensation/bind.h"
#include "tests/support/private_servers.h"
#include "tools/platform/bind.h"

namespace redress::test {
namespace {

namespace v1 = compensation::v1;
namespace cv1 = platform::control::v1;
using Service = v1::CompensationService;
using Control = cv1::ControlService;
using cv1::Fault;

constexpr absl::Duration kPatience = absl::Seconds(60);
const std::string kPlanHash(64, 'b');

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

type::v1::Money Fen(int64_t fen) {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(fen);
  return money;
}

class Suite {
 public:
  Suite() {
    time_ = std::move(SharedTimeSource::Open(folder_.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
    Start();
  }
  // Ends the process, whatever it is at, and starts another on the same tables.
  void Restart() {
    process_ = nullptr;
    Start();
  }

  template <class Of, class Request, class Response>
  absl::StatusOr<Response> CallAs(const std::string& subject, const std::string& role,
                                  grpc::Status (Of::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    Response response;
    const auto stub = Of::NewStub(process_->InProcessChannel());
    const absl::Status status = rpc::FromGrpc((stub.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // As casework.
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    return CallAs<Service>("services/casework", "SERVICE", method, request);
  }
  template <class Request, class Response>
  Response AsManager(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Request& request) {
    auto answer = CallAs<Service>("agents/m-zhao", "MANAGER", method, request);
    Must(answer.status());
    return *answer;
  }
  template <class Request, class Response>
  void Arrange(grpc::Status (Control::Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request) {
    Must(CallAs<Control>("agents/admin", "ADMIN", method, request).status());
  }

  // `orders/{id}`: one line of ¥80, two pieces, lost.
  void PutOrder(const std::string& id) {
    cv1::PutOrderRequest request;
    platform::v1::Order& order = *request.mutable_order();
    order.set_name("orders/" + id);
    order.set_customer("customers/of-" + id);
    order.mutable_create_time()->set_seconds(1'764'000'000);
    *order.mutable_pay_time() = order.create_time();
    *order.mutable_paid() = Fen(8'000);
    platform::v1::OrderLine& line = *order.add_lines();
    line.set_id("1");
    line.set_product("p-" + id);
    line.set_title("tea");
    line.set_quantity(2);
    line.set_category("FOOD");
    *line.mutable_paid() = Fen(8'000);
    Arrange(&Control::Stub::PutOrder, request);
  }
  void SetFault(Fault::Kind kind, int count = 0) {
    cv1::SetFaultRequest request;
    request.mutable_fault()->set_kind(kind);
    if (count > 0) request.mutable_fault()->set_count(count);
    if (kind == Fault::KIND_LATE) request.mutable_fault()->mutable_delay()->set_seconds(3'600);
    Arrange(&Control::Stub::SetFault, request);
  }
  void ClearFaults() { Arrange(&Control::Stub::ClearFaults, cv1::ClearFaultsRequest()); }
  void Advance(absl::Duration step) { time_->Advance(step); }

  v1::QuoteRequest QuoteRequestFor(const std::string& id) const {
    v1::QuoteRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_case_("cases/" + id);
    request.mutable_cause()->set_l1("LOGISTICS");
    request.mutable_cause()->set_l2("LOST");
    request.add_lines()->set_order("orders/" + id);
    return request;
  }
  v1::CommitGrantRequest CommitRequestFor(const v1::Quotation& quotation, v1::RemedyKind kind) const {
    v1::CommitGrantRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_quotation(quotation.name());
    for (const v1::RemedyOption& option : quotation.options()) {
      if (option.kind() != kind) continue;
      request.set_option(option.id());
      *request.mutable_case_total() = option.amount();
    }
    request.set_proposer("agents/a-li");
    request.set_plan_hash(kPlanHash);
    request.set_partition(3);
    return request;
  }
  // An order, where there is none yet, a quotation, a grant.
  v1::Grant Give(const std::string& id, v1::RemedyKind kind = v1::REMEDY_KIND_REFUND) {
    if (given_.insert(id).second) PutOrder(id);
    const auto quotation = Call(&Service::Stub::Quote, QuoteRequestFor(id));
    Must(quotation.status());
    const auto grant = Call(&Service::Stub::CommitGrant, CommitRequestFor(*quotation, kind));
    Must(grant.status());
    return *grant;
  }
  v1::Grant Get(const std::string& name) {
    v1::GetGrantRequest request;
    request.set_name(name);
    const auto grant = Call(&Service::Stub::GetGrant, request);
    Must(grant.status());
    return *grant;
  }
  v1::Grant WaitFor(const std::string& name, const std::set<v1::Grant::State>& states) {
    v1::Grant grant;
    if (!Eventually(kPatience, [&] { return states.count((grant = Get(name)).state()) == 1; })) {
      throw std::runtime_error("the grant does not come to that: " + grant.ShortDebugString());
    }
    return grant;
  }
  // What is wrong with the books, the platform's beside them.
  std::string Faults() {
    v1::VerifyLedgerRequest request;
    request.set_ask_platform(true);
    const v1::VerifyLedgerResponse found = AsManager(&Service::Stub::VerifyLedger, request);
    std::string faults;
    for (const v1::LedgerFault& fault : found.faults()) absl::StrAppend(&faults, fault.ShortDebugString(), "; ");
    return faults;
  }
  // Operations of the platform under this grant's name that succeeded: 0 or 1.
  int Done(const std::string& grant) {
    const auto operation = OperationOf(grant);
    return operation.ok() && operation->state() == platform::v1::Operation::STATE_SUCCEEDED ? 1 : 0;
  }

  // Until the platform has the operation: PAYING only says that it may have been asked.
  void WaitUntilAsked(const std::string& grant) {
    REQUIRE(Eventually(kPatience, [&] { return OperationOf(grant).ok(); }));
  }

 private:
  absl::StatusOr<platform::v1::Operation> OperationOf(const std::string& grant) {
    platform::v1::GetOperationRequest request;
    request.set_name(absl::StrCat("operations/", grant.substr(grant.find('/') + 1)));
    return CallAs<platform::v1::PlatformService>("services/compensation", "SERVICE",
                                                 &platform::v1::PlatformService::Stub::GetOperation, request);
  }

  void Start() {
    rpc::HostConfig host;
    host.business_time = absl::StrCat("file:", folder_.path(), "/business_time");
    process_ = std::move(rpc::Process::Create(host)).value();
    platform::Config shop;
    shop.pg.connection = postgres_.connection();
    shop.platform.look_every = absl::Milliseconds(20);
    Must(process_->Bind("platform", [&](rpc::Host& h) { return platform::Bind(shop, h); }));
    compensation::Config config;
    config.pg.connection = postgres_.connection();
    config.redis.address = redis_.address();
    config.compensation.sweep_every = config.compensation.poll_every = absl::Milliseconds(20);
    config.compensation.retry_first = config.compensation.retry_max = absl::Milliseconds(20);
    Must(process_->Bind("compensation", [&](rpc::Host& h) { return compensation::Bind(config, h); }));
    Must(process_->Start());
    if (!process_->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
  }
  std::string Token(const std::string& subject, const std::string& role) const {
    rpc::TokenClaims claims;
    claims.subject = subject;
    claims.roles = {role};
    claims.issued = SystemTimeSource().Now().ToAbsl();
    claims.expires = claims.issued + absl::Hours(1);
    return process_->SignForTest(claims).value();
  }

  std::set<std::string> given_;
  PrivatePostgres postgres_;
  PrivateRedis redis_;
  PrivateFolder folder_{"compensation"};
  std::unique_ptr<SharedTimeSource> time_;
  std::unique_ptr<rpc::Process> process_;
};

Suite& TheSuite() {
  static Suite* const suite = new Suite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

TEST_CASE("A remedy goes from quotation to payment, and the books say so", "[compensation]") {
  Suite& suite = TheSuite();
  const v1::Grant committed = suite.Give("way-1", v1::REMEDY_KIND_COUPON);
  CHECK(committed.kind() == v1::REMEDY_KIND_COUPON);
  CHECK(committed.occurrence() == 1);
  CHECK(committed.proposer() == "agents/a-li");
  const v1::Grant paid = suite.WaitFor(committed.name(), {v1::Grant::STATE_PAID});
  CHECK_FALSE(paid.result_reference().empty());
  CHECK(paid.has_pay_time());

  v1::ListGrantsRequest grants;
  grants.set_filter("case = \"cases/way-1\" AND state = PAID");
  CHECK(suite.AsManager(&Service::Stub::ListGrants, grants).grants_size() == 1);
  v1::ListLedgerEntriesRequest entries;
  entries.set_filter(absl::StrCat("grant = \"", paid.name(), "\""));
  entries.set_page_size(1);
  const auto first = suite.AsManager(&Service::Stub::ListLedgerEntries, entries);
  entries.set_page_token(first.next_page_token());
  const auto second = suite.AsManager(&Service::Stub::ListLedgerEntries, entries);
  REQUIRE(first.ledger_entries_size() == 1);
  REQUIRE(second.ledger_entries_size() == 1);
  CHECK(first.ledger_entries(0).debit_account() == "accounts/expense-goodwill");
  CHECK(second.ledger_entries(0).credit_account() == "accounts/paid");
  CHECK(suite.AsManager(&Service::Stub::ListBudgets, v1::ListBudgetsRequest()).budgets_size() == 4);
  CHECK(suite.AsManager(&Service::Stub::ListAccounts, v1::ListAccountsRequest()).accounts_size() >= 3);
  CHECK(suite.Faults().empty());
}

TEST_CASE("Every kind of remedy is done by the platform, once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto kind = GENERATE(v1::REMEDY_KIND_REFUND, v1::REMEDY_KIND_RESHIP, v1::REMEDY_KIND_COUPON);
  const v1::Grant grant = suite.Give(absl::StrCat("kind-", kind), kind);
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Done(grant.name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("Whatever fails at the platform, it is paid once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto kind = GENERATE(Fault::KIND_ERROR_BEFORE, Fault::KIND_ERROR_AFTER, Fault::KIND_LATE);
  const std::string id = absl::StrCat("fault-", kind);
  suite.SetFault(kind, 1);
  const v1::Grant grant = suite.Give(id);
  if (kind == Fault::KIND_LATE) {
    suite.WaitUntilAsked(grant.name());
    CHECK(suite.Faults().empty());
    suite.Advance(absl::Hours(2));
  }
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  suite.ClearFaults();
  CHECK(suite.Done(grant.name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("A refusal fails the grant, and the next occurrence is paid", "[compensation]") {
  Suite& suite = TheSuite();
  suite.SetFault(Fault::KIND_REFUSE, 1);
  const v1::Grant grant = suite.Give("refused");
  CHECK(suite.WaitFor(grant.name(), {v1::Grant::STATE_FAILED}).failure_reason() == "REFUSED");
  suite.ClearFaults();
  const v1::Grant next = suite.Give("refused");
  CHECK(next.occurrence() == 2);
  suite.WaitFor(next.name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Faults().empty());
}

TEST_CASE("A process that ends while nobody knows the outcome leaves a grant that is paid once", "[compensation]") {
  Suite& suite = TheSuite();
  // Before it was asked, after it was lost on the way, after it was done, while it is pending.
  const auto kind = GENERATE(Fault::KIND_DOWN, Fault::KIND_ERROR_BEFORE, Fault::KIND_ERROR_AFTER, Fault::KIND_LATE);
  const std::string id = absl::StrCat("ended-", kind);
  suite.PutOrder(id);
  const auto quotation = suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor(id));
  Must(quotation.status());
  suite.SetFault(kind);
  const v1::CommitGrantRequest request = suite.CommitRequestFor(*quotation, v1::REMEDY_KIND_REFUND);
  const auto grant = suite.Call(&Service::Stub::CommitGrant, request);
  Must(grant.status());
  suite.WaitFor(grant->name(), {v1::Grant::STATE_PAYING, v1::Grant::STATE_PAID});
  suite.Restart();  // the faults end with the platform's process
  suite.Advance(absl::Hours(2));
  const auto again = suite.Call(&Service::Stub::CommitGrant, request);  // the caller does not know either
  REQUIRE(again.ok());
  CHECK(again->name() == grant->name());
  suite.WaitFor(grant->name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Done(grant->name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("The platform's report is heard once, and not believed against what is known", "[compensation]") {
  Suite& suite = TheSuite();
  suite.SetFault(Fault::KIND_LATE, 1);
  const v1::Grant grant = suite.Give("reported");
  suite.WaitUntilAsked(grant.name());
  v1::ReportOperationRequest report;
  report.mutable_operation()->set_name("operations/" + grant.name().substr(grant.name().find('/') + 1));
  const auto tell = [&](platform::v1::Operation::State state) {
    report.mutable_operation()->set_state(state);
    return suite.CallAs<Service>("backends/shop", "BACKEND", &Service::Stub::ReportOperation, report);
  };
  suite.Advance(absl::Hours(2));  // it ends over there as well
  for (int i = 0; i < 2; ++i) CHECK(tell(platform::v1::Operation::STATE_SUCCEEDED).value().state() == v1::Grant::STATE_PAID);
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_FAILED).status()) == "OUTCOME_CONTRADICTED");
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_UNSPECIFIED).status()) == "INVALID_FIELDS");
  report.mutable_operation()->set_name("operations/" + Uuid::Random().ToString());
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_SUCCEEDED).status()) == "GRANT_NOT_FOUND");
  CHECK(Eventually(kPatience, [&] { return suite.Done(grant.name()) == 1; }));
  CHECK(suite.Faults().empty());
}

TEST_CASE("Every bad field is named at once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto fields = [](const absl::Status& status) {
    std::set<std::string> names;
    for (const FieldViolation& violation : ViolationsOf(status)) names.insert(violation.field);
    return names;
  };
  using Names = std::set<std::string>;
  v1::CommitGrantRequest commit;
  commit.mutable_approval();
  CHECK(fields(suite.Call(&Service::Stub::CommitGrant, commit).status()) ==
        Names{"request_id", "quotation", "option", "proposer", "plan_hash", "case_total", "partition", "approval.approver",
              "approval.plan_hash", "approval.authority", "approval.approve_time"});
  v1::QuoteRequest quote;
  quote.mutable_cause()->set_l1("late");
  quote.add_lines()->set_quantity(1);
  quote.add_findings("odd");
  quote.set_customer("C1");
  quote.mutable_claimed()->set_amount_minor(-1);
  CHECK(fields(suite.Call(&Service::Stub::Quote, quote).status()) ==
        Names{"request_id", "case", "cause", "lines[0].order", "lines[0].quantity", "findings[0]", "customer", "claimed"});
  CHECK(fields(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor("nobody-bought-it")).status()) == Names{"lines[0].order"});
  v1::ReverseGrantRequest reverse;
  reverse.set_name("grants/1");
  CHECK(fields(suite.Call(&Service::Stub::ReverseGrant, reverse).status()) == Names{"request_id", "name", "reason"});
}

TEST_CASE("Only casework grants, only back ends report", "[compensation]") {
  Suite& suite = TheSuite();
  for (const char* role : {"SPECIALIST", "SUPERVISOR", "MANAGER", "LEGAL", "ADMIN", "BACKEND"}) {
    INFO(role);
    CHECK(suite.CallAs<Service>("agents/x", role, &Service::Stub::CommitGrant, v1::CommitGrantRequest()).status().code() ==
          absl::StatusCode::kPermissionDenied);
    if (std::string(role) == "BACKEND") continue;
    CHECK(
        suite.CallAs<Service>("agents/x", role, &Service::Stub::ReportOperation, v1::ReportOperationRequest()).status().code() ==
        absl::StatusCode::kPermissionDenied);
  }
  CHECK(suite.CallAs<Service>("services/intake", "SERVICE", &Service::Stub::CommitGrant, v1::CommitGrantRequest())
            .status()
            .code() == absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace redress::test
