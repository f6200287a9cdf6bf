#include "tests/component/compensation_fixture.h"

#include <atomic>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/events/log.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/store/migrations.h"

namespace redress::test {
namespace {

const std::string kPlanHash(64, 'a');

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

std::string FreshName() {
  static std::atomic<int> count{0};
  return absl::StrCat("compensation_", ++count);
}

absl::Status Lost() {
  return Error(absl::StatusCode::kUnavailable, "LOST", "the answer did not come");
}

}  // namespace

PrivatePostgres& CompensationPostgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

std::unique_ptr<pg::Pool> CompensationPool(const std::string& schema) {
  pg::PoolOptions options;
  options.connection = CompensationPostgres().connection();
  options.schema = schema.empty() ? FreshName() : schema;
  options.size = 16;
  options.acquire_timeout = absl::Seconds(60);
  options.retry_for = absl::Seconds(60);
  auto pool = std::make_unique<pg::Pool>(options);
  if (!schema.empty()) return pool;
  Must(pg::Migrate(options.connection, options.schema, pg::Concat({events::BaseMigrations(), comp::Migrations()})));
  Must(events::OpenLog(*pool, "compensation").status());
  return pool;
}

void FakeShop::AddOrder(const std::string& name, int64_t paid, BusinessTime now) {
  const Money money{paid, Currency::Cny()};
  comp::Order order;
  order.name = name;
  order.pay_time = now - absl::Hours(24 * 9);
  order.lines = {{.id = "1", .quantity = 2, .paid = money, .price_now = {}, .gift_value = {}}};
  order.parcels = {{.lines = {"1"}, .promised_time = now - absl::Hours(24 * 5), .deliver_time = now - absl::Hours(24)}};
  order.paid = money;
  order.refunded = {0, money.currency};
  absl::MutexLock lock(&mutex_);
  orders_.try_emplace(name, order);
}

absl::StatusOr<std::vector<comp::Order>> FakeShop::ReadOrders(const std::vector<std::string>& names, Deadline) {
  absl::MutexLock lock(&mutex_);
  std::vector<comp::Order> orders;
  for (const std::string& name : names) {
    if (const auto order = orders_.find(name); order != orders_.end()) orders.push_back(order->second);
  }
  return orders;
}

absl::StatusOr<comp::Outcome> FakeShop::Ask(const comp::Grant& grant, const comp::Terms&) {
  const ShopFault fault = FaultOf(grant.id, true);
  if (fault == ShopFault::kLostGoing) return Lost();
  absl::MutexLock lock(&mutex_);
  const auto [place, fresh] = operations_.try_emplace(grant.id);
  Operation& operation = place->second;
  if (!fresh && operation.amount != grant.option.amount) throw std::logic_error("an id was used for something else");
  if (fresh) {
    operation.amount = grant.option.amount;
    operation.outcome.state = fault == ShopFault::kPending  ? comp::Outcome::State::kPending
                              : fault == ShopFault::kRefuse ? comp::Outcome::State::kFailed
                                                            : comp::Outcome::State::kSucceeded;
    if (fault == ShopFault::kRefuse) operation.outcome.failure_reason = "REFUSED";
    operation.outcome.result_reference = absl::StrCat("ref-", grant.id);
  }
  if (fault == ShopFault::kLostComing) return Lost();
  return operation.outcome;
}

absl::StatusOr<absl::optional<comp::Outcome>> FakeShop::LookUp(const std::string& grant_id) {
  const ShopFault fault = FaultOf(grant_id, false);
  if (fault == ShopFault::kLostGoing || fault == ShopFault::kLostComing) return Lost();
  absl::MutexLock lock(&mutex_);
  const auto operation = operations_.find(grant_id);
  if (operation == operations_.end()) return absl::optional<comp::Outcome>();
  comp::Outcome& outcome = operation->second.outcome;
  if (outcome.state == comp::Outcome::State::kPending && fault != ShopFault::kPending) {
    outcome.state = comp::Outcome::State::kSucceeded;
  }
  return absl::make_optional(outcome);
}

absl::Status FakeShop::VisitBooks(Deadline, absl::FunctionRef<void(const comp::BookedOperation&)> visit) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, operation] : operations_) {
    if (operation.outcome.state == comp::Outcome::State::kSucceeded) visit({id, operation.amount});
  }
  return absl::OkStatus();
}

int64_t FakeShop::TotalDone() const {
  absl::MutexLock lock(&mutex_);
  int64_t total = 0;
  for (const auto& [id, operation] : operations_) {
    if (operation.outcome.state == comp::Outcome::State::kSucceeded) total += operation.amount.minor;
  }
  return total;
}

size_t FakeShop::operations() const {
  absl::MutexLock lock(&mutex_);
  return operations_.size();
}

void FakeShop::Forge(const std::string& id, int64_t minor) {
  absl::MutexLock lock(&mutex_);
  Operation& operation = operations_[id];
  operation.amount = {minor, Currency::Cny()};
  operation.outcome.state = comp::Outcome::State::kSucceeded;
}

CompensationDesk::CompensationDesk(const std::function<void(comp::Terms*)>& change) : pool(CompensationPool()) {
  policy = std::make_shared<comp::DmnPolicy>(comp::DmnPolicy::Make("1", comp::BuiltInPolicy()).value().With(change));
  policies = std::make_unique<comp::OnePolicy>(policy);
  context = std::make_unique<comp::Context>(comp::Context{*pool, time, *policies, shop, {}, [](auto) {}, [] {}});
  context->asks.poll = context->asks.retry = context->asks.retry_max = absl::ZeroDuration();
}

comp::Request CompensationDesk::NewRequest() {
  return {{"services/casework", Uuid::Random(), "test", "hash"}};
}

comp::Quotation CompensationDesk::Quote(const std::string& case_number, const std::string& order, const comp::Tag& cause,
                                        const std::string& customer) {
  shop.AddOrder(order, 8'000, time.Now());
  comp::QuoteCommand command;
  command.case_number = case_number;
  command.customer = customer;
  command.claim.cause = cause;
  command.claim.lines = {{order, "1", 0}};
  absl::StatusOr<comp::QuotationView> view = comp::Quote(*context, NewRequest(), command);
  Must(view.status());
  return view->quotation;
}

comp::Option CompensationDesk::Find(const comp::Quotation& quotation, comp::RemedyKind kind) {
  for (const comp::Option& option : quotation.options) {
    if (option.kind == kind) return option;
  }
  throw std::runtime_error("the quotation offers no such remedy");
}

comp::GrantCommand CompensationDesk::Command(const comp::Quotation& quotation, comp::RemedyKind kind,
                                             const std::string& proposer) {
  const comp::Option option = Find(quotation, kind);
  comp::GrantCommand command;
  command.quotation = quotation.id;
  command.option = option.id;
  command.proposer = proposer;
  command.plan_hash = kPlanHash;
  command.case_total = option.amount;
  command.partition = 7;
  return command;
}

comp::GrantCommand CompensationDesk::Approved(const comp::Quotation& quotation, comp::RemedyKind kind,
                                              const std::string& proposer) {
  comp::GrantCommand command = Command(quotation, kind, proposer);
  command.approval = comp::Approval{"m-zhao", comp::Authority::kManager, kPlanHash, time.Now()};
  return command;
}

absl::StatusOr<comp::GrantView> CompensationDesk::Commit(const comp::GrantCommand& command) {
  return comp::CommitGrant(*context, NewRequest(), command);
}

absl::StatusOr<comp::GrantView> CompensationDesk::Give(const std::string& case_number, const std::string& order,
                                                       comp::RemedyKind kind, const std::string& customer) {
  return Commit(Command(Quote(case_number, order, {"LOGISTICS", "LOST"}, customer), kind));
}

void CompensationDesk::Find(const std::string& case_number, int closing, absl::optional<comp::ChargedParty> party,
                            const std::string& charger) {
  Must(pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> said;
    const absl::Status heard =
        comp::HearFinding(transaction, {case_number, closing, party, charger, time.Now()}, time.Now(), &said);
    return heard.ok() && !said.empty() ? events::Append(transaction, said) : heard;
  }));
}

std::vector<comp::PartyClaim> CompensationDesk::Claims(const std::string& case_number) {
  comp::ClaimQuery query;
  query.case_number = case_number;
  absl::StatusOr<std::vector<comp::PartyClaim>> claims = comp::ReadClaims(*pool, query);
  Must(claims.status());
  return *std::move(claims);
}

comp::PayResult CompensationDesk::Pay() {
  Must(pool->Transact([](pqxx::work& transaction) {  // whoever waited has waited enough
    transaction.exec("UPDATE remedy_grant SET ask_after = '-infinity' WHERE state IN ('COMMITTED', 'PAYING')");
    return absl::OkStatus();
  }));
  const absl::StatusOr<comp::PayResult> result = comp::PayRound(*context, [] { return false; });
  Must(result.status());
  return *result;
}

void CompensationDesk::PayUntilSettled() {
  for (int round = 0; round < 1'000; ++round) {
    if (Pay().asked == 0) return;
  }
  throw std::runtime_error("some grant is never settled");
}

comp::Grant CompensationDesk::Get(const std::string& id) {
  const absl::StatusOr<comp::GrantView> view = comp::ReadGrant(*pool, id);
  Must(view.status());
  return view->grant;
}

std::string CompensationDesk::Ask(const std::string& sql) {
  std::string answer;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    const pqxx::result rows = transaction.exec(sql);
    answer = rows.empty() ? "" : rows[0][0].c_str();
    return absl::OkStatus();
  }));
  return answer;
}

std::vector<std::string> CompensationDesk::Faults() {
  const absl::StatusOr<comp::Verification> found = comp::VerifyLedger(*context, true, Deadline::Never());
  Must(found.status());
  std::vector<std::string> faults;
  for (const comp::LedgerFault& fault : found->faults) {
    faults.push_back(absl::StrCat(fault.reason, " ", fault.subject, ": ", fault.message));
  }
  return faults;
}

}  // namespace redress::test
