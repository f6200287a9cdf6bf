#include "tests/component/compensation_suite.h"

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/bind.h"
#include "tools/platform/bind.h"

namespace redress::test {
namespace {

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

type::v1::Money Fen(int64_t fen) {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(fen);
  return money;
}

}  // namespace

CompensationSuite::CompensationSuite(const Options& options) : options_(options) {
  time_ = std::move(SharedTimeSource::Open(folder_.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
  Start();
}

void CompensationSuite::Start() {
  rpc::HostConfig host;
  host.business_time = absl::StrCat("file:", folder_.path(), "/business_time");
  process_ = std::move(rpc::Process::Create(host)).value();
  platform::Config shop;
  shop.pg.connection = postgres_.connection();
  shop.platform.look_every = absl::Milliseconds(20);
  if (options_.reports) shop.platform.report_to = "compensation";
  Must(process_->Bind("platform", [&](rpc::Host& h) { return platform::Bind(shop, h); }));
  compensation::Config config;
  config.pg.connection = postgres_.connection();
  config.redis.address = redis_.address();
  config.compensation.sweep_every = config.compensation.poll_every = options_.look_every;
  config.compensation.follow_every = options_.look_every;
  config.compensation.retry_first = config.compensation.retry_max = options_.look_every;
  Must(process_->Bind("compensation", [&](rpc::Host& h) { return compensation::Bind(config, h); }));
  Must(process_->Start());
  if (!process_->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
}

void CompensationSuite::Restart() {
  process_ = nullptr;
  Start();
}

std::string CompensationSuite::Token(const std::string& subject, const std::string& role) const {
  rpc::TokenClaims claims;
  claims.subject = subject;
  claims.roles = {role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(1);
  return process_->SignForTest(claims).value();
}

void CompensationSuite::PutOrder(const std::string& id) {
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

void CompensationSuite::SetFault(Fault::Kind kind, int count) {
  cv1::SetFaultRequest request;
  request.mutable_fault()->set_kind(kind);
  if (count > 0) request.mutable_fault()->set_count(count);
  if (kind == Fault::KIND_LATE) request.mutable_fault()->mutable_delay()->set_seconds(3'600);
  Arrange(&Control::Stub::SetFault, request);
}

v1::QuoteRequest CompensationSuite::QuoteRequestFor(const std::string& id) const {
  v1::QuoteRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_case_("cases/" + id);
  request.mutable_cause()->set_l1("LOGISTICS");
  request.mutable_cause()->set_l2("LOST");
  request.add_lines()->set_order("orders/" + id);
  return request;
}

v1::CommitGrantRequest CompensationSuite::CommitRequestFor(const v1::Quotation& quotation, v1::RemedyKind kind,
                                                           const std::string& proposer) const {
  v1::CommitGrantRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_quotation(quotation.name());
  for (const v1::RemedyOption& option : quotation.options()) {
    if (option.kind() != kind) continue;
    request.set_option(option.id());
    *request.mutable_case_total() = option.amount();
  }
  request.set_proposer(proposer);
  request.set_plan_hash(std::string(64, 'b'));
  request.set_partition(3);
  return request;
}

v1::Grant CompensationSuite::Give(const std::string& id, v1::RemedyKind kind, const std::string& proposer) {
  if (given_.insert(id).second) PutOrder(id);
  const v1::Quotation quotation = Need(Call(&Service::Stub::Quote, QuoteRequestFor(id)));
  return Need(Call(&Service::Stub::CommitGrant, CommitRequestFor(quotation, kind, proposer)));
}

v1::Grant CompensationSuite::Get(const std::string& name) {
  v1::GetGrantRequest request;
  request.set_name(name);
  return Need(Call(&Service::Stub::GetGrant, request));
}

v1::Grant CompensationSuite::WaitFor(const std::string& name, const std::set<v1::Grant::State>& states) {
  v1::Grant grant;
  if (!Eventually(kPatience, [&] { return states.count((grant = Get(name)).state()) == 1; })) {
    throw std::runtime_error("the grant does not come to that: " + grant.ShortDebugString());
  }
  return grant;
}

std::string CompensationSuite::Faults() {
  v1::VerifyLedgerRequest request;
  request.set_ask_platform(true);
  const v1::VerifyLedgerResponse found = AsManager(&Service::Stub::VerifyLedger, request);
  std::string faults;
  for (const v1::LedgerFault& fault : found.faults()) absl::StrAppend(&faults, fault.ShortDebugString(), "; ");
  return faults;
}

int CompensationSuite::Done(const std::string& grant) {
  const auto operation = OperationOf(grant);
  return operation.ok() && operation->state() == platform::v1::Operation::STATE_SUCCEEDED ? 1 : 0;
}

void CompensationSuite::WaitUntilAsked(const std::string& grant) {
  if (!Eventually(kPatience, [&] { return OperationOf(grant).ok(); })) throw std::runtime_error("the platform is not asked");
}

void CompensationSuite::WaitUntilReported() {
  const auto reported = [&] { return Ask("SELECT count(*) FROM platform.operation WHERE reports_due > 0") == "0"; };
  if (!Eventually(kPatience, reported)) throw std::runtime_error("the platform's reports are not taken");
}

std::string CompensationSuite::Ask(const std::string& sql) {
  pqxx::connection connection(postgres_.connection());
  pqxx::nontransaction transaction(connection);
  return transaction.exec(sql).at(0).at(0).c_str();
}

absl::StatusOr<platform::v1::Operation> CompensationSuite::OperationOf(const std::string& grant) {
  platform::v1::GetOperationRequest request;
  request.set_name(absl::StrCat("operations/", grant.substr(grant.find('/') + 1)));
  return CallAs<platform::v1::PlatformService>("services/compensation", "SERVICE",
                                               &platform::v1::PlatformService::Stub::GetOperation, request);
}

}  // namespace redress::test
