#include "tests/component/casework_suite.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/casework/bind.h"
#include "services/compensation/bind.h"
#include "services/intake/bind.h"
#include "services/routing/bind.h"
#include "tools/platform/bind.h"

namespace redress::test {
namespace {

using Casework = cw::CaseworkService;
using Intake = intake::v1::IntakeService;
using Control = control::ControlService;
using Platform = platform::v1::PlatformService;
using Compensation = compensation::v1::CompensationService;

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr absl::Duration kSoon = absl::Milliseconds(20);
const As kAdmin = {"agents/admin", "ADMIN"};

type::v1::Money Fen(int64_t fen) {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(fen);
  return money;
}

google::protobuf::Timestamp Proto(BusinessTime time) {
  google::protobuf::Timestamp proto;
  proto.set_seconds(time.micros() / 1'000'000);
  return proto;
}

}  // namespace

CaseworkSuite::CaseworkSuite(BindMore more) : more_(std::move(more)) {
  Must(vault::KeyRing::Generate(folder_.path() + "/key-ring").status());
  time_ = std::move(SharedTimeSource::Open(folder_.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
  Start();
}

void CaseworkSuite::Restart() {
  process_ = nullptr;
  Start();
}

void CaseworkSuite::Start() {
  rpc::HostConfig host;
  host.business_time = absl::StrCat("file:", folder_.path(), "/business_time");
  process_ = std::move(rpc::Process::Create(host)).value();
  const auto bind = [&](const char* name, auto& config, auto function) {
    config.pg.connection = postgres_.connection();
    Must(process_->Bind(name, [&](rpc::Host& h) { return function(config, h); }));
  };
  platform::Config shop;
  shop.platform.look_every = kSoon;
  bind("platform", shop, [](auto& config, rpc::Host& h) { return platform::Bind(config, h); });
  intake::Config intake;
  intake.redis.address = redis_.address();
  intake.vault.key_ring = folder_.path() + "/key-ring";
  bind("intake", intake, [](auto& config, rpc::Host& h) { return intake::Bind(config, h); });
  routing::Config routing;
  routing.redis.address = redis_.address();
  bind("routing", routing, [](auto& config, rpc::Host& h) { return routing::Bind(config, h); });
  compensation::Config money;
  money.redis.address = redis_.address();
  money.compensation.sweep_every = money.compensation.poll_every = kSoon;
  money.compensation.retry_first = money.compensation.retry_max = kSoon;
  bind("compensation", money, [](auto& config, rpc::Host& h) { return compensation::Bind(config, h); });
  casework::Config work;
  work.redis.address = redis_.address();
  work.vault.key_ring = folder_.path() + "/key-ring";
  work.casework.sweep_every = work.casework.retry_first = work.casework.retry_max = kSoon;
  bind("casework", work, [](auto& config, rpc::Host& h) { return casework::Bind(config, h); });
  if (more_ == nullptr) {
    BindOutreach();
  } else {
    more_(*process_, {postgres_.connection(), redis_.address(), folder_.path() + "/key-ring"});
  }
  Must(process_->Start());
  if (!process_->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
}

// A service that has nothing but its log.
void CaseworkSuite::BindOutreach() {
  Must(process_->Bind("outreach", [&](rpc::Host& h) {
    pg::PoolOptions pool;
    pool.connection = postgres_.connection();
    pool.schema = "outreach";
    outreach_pool_ = &h.Make<pg::Pool>(pool);
    events::SpineOptions options;
    options.redis.address = redis_.address();
    outreach_ = &h.Make<events::Spine>(h, *outreach_pool_, options);
    return absl::OkStatus();
  }));
}

std::string CaseworkSuite::Token(const As& who) const {
  rpc::TokenClaims claims;
  claims.subject = who.subject;
  claims.roles = {who.role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(1);
  return process_->SignForTest(claims).value();
}

std::string CaseworkSuite::Sql(const std::string& statement) {
  pqxx::connection connection(postgres_.connection());
  pqxx::work transaction(connection);
  const pqxx::result rows = transaction.exec(statement);
  const std::string answer = rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
  transaction.commit();
  return answer;
}

void CaseworkSuite::PutOrder(const std::string& id, int64_t fen, const std::string& region, const std::string& seller_tier) {
  control::PutOrderRequest request;
  platform::v1::Order& order = *request.mutable_order();
  order.set_name("orders/" + id);
  order.set_customer("customers/of-" + id);
  order.mutable_create_time()->set_seconds(1'764'000'000);
  *order.mutable_pay_time() = order.create_time();
  *order.mutable_paid() = Fen(fen);
  order.set_region(region);
  platform::v1::OrderLine& line = *order.add_lines();
  line.set_id("1");
  line.set_product("p-" + id);
  line.set_title("tea");
  line.set_quantity(2);
  line.set_category("FOOD");
  line.set_seller_tier(seller_tier);
  *line.mutable_paid() = Fen(fen);
  platform::v1::Delivery& delivery = *order.add_deliveries();
  delivery.set_name(absl::StrCat("orders/", id, "/deliveries/1"));
  delivery.add_lines("1");
  delivery.set_carrier("c-1");
  delivery.set_waybill("W" + id);
  delivery.set_warehouse("w-1");
  delivery.set_state(platform::v1::Delivery::STATE_LOST);
  *delivery.mutable_ship_time() = order.create_time();
  Must(CallAs<Control>(kAdmin, &Control::Stub::PutOrder, request).status());
}

void CaseworkSuite::SetFault(control::Fault::Kind kind, int count) {
  control::SetFaultRequest request;
  request.mutable_fault()->set_kind(kind);
  if (count > 0) request.mutable_fault()->set_count(count);
  if (kind == control::Fault::KIND_LATE) request.mutable_fault()->mutable_delay()->set_seconds(3'600);
  Must(CallAs<Control>(kAdmin, &Control::Stub::SetFault, request).status());
}

void CaseworkSuite::ClearFaults() {
  Must(CallAs<Control>(kAdmin, &Control::Stub::ClearFaults, control::ClearFaultsRequest()).status());
}

std::string CaseworkSuite::Complain(const std::string& order, const std::string& text, const std::string& customer) {
  intake::v1::SubmitComplaintRequest request;
  request.set_request_id(Uuid::Random().ToString());
  intake::v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_channel(type::v1::CHANNEL_APP);
  complaint.set_text(text);
  complaint.add_orders(order);
  complaint.mutable_customer()->set_id(customer.empty() ? "u-" + order : customer);
  const intake::v1::Complaint stored = Must(CallAs<Intake>(kShop, &Intake::Stub::SubmitComplaint, request));
  cw::GetCaseRequest get;
  get.set_name(stored.case_());
  if (!Eventually(kPatience, [&] { return Call(kSun, &Casework::Stub::GetCase, get).ok(); })) {
    throw std::runtime_error("the case does not open");
  }
  return stored.case_();
}

cw::Case CaseworkSuite::Get(const std::string& name, const As& who) {
  cw::GetCaseRequest request;
  request.set_name(name);
  return Must(Call(who, &Casework::Stub::GetCase, request));
}

cw::Case CaseworkSuite::WaitFor(const std::string& name, const std::function<bool(const cw::Case&)>& is) {
  cw::Case file;
  if (!Eventually(kPatience, [&] { return is(file = Get(name)); })) {
    throw std::runtime_error("the case does not come to that: " + file.ShortDebugString());
  }
  return file;
}

void CaseworkSuite::SayAsOutreach(const std::string& name, const google::protobuf::Message& event) {
  events::NewEvent said;
  said.partition =
      std::stoi(Sql(absl::StrCat("SELECT partition FROM casework.case_file WHERE case_number = '", name.substr(6), "'")));
  said.type = event.GetTypeName();
  said.subject = name;
  said.data = event.SerializeAsString();
  Must(outreach_pool_->Transact([&](pqxx::work& transaction) { return events::Append(transaction, {said}); }));
  const std::vector<events::NewEvent> all = {said};
  outreach_->Committed(all);
}

std::vector<std::string> CaseworkSuite::Timeline(const std::string& name) {
  cw::ListTimelineRequest request;
  request.set_parent(name);
  std::vector<std::string> what;
  const auto listed = Must(Call(kSun, &Casework::Stub::ListTimeline, request));
  for (const cw::TimelineEntry& entry : listed.entries()) what.push_back(entry.what());
  return what;
}

int CaseworkSuite::Succeeded(const std::string& order, const std::string& kind) {
  platform::v1::ListOperationsRequest request;
  request.set_page_size(1'000);
  request.set_filter(absl::StrCat("state = SUCCEEDED AND order = \"orders/", order, "\" AND kind = ", kind));
  return Must(CallAs<Platform>({"services/casework", "SERVICE"}, &Platform::Stub::ListOperations, request)).operations_size();
}

std::string CaseworkSuite::Faults() {
  compensation::v1::VerifyLedgerRequest request;
  request.set_ask_platform(true);
  const auto found = Must(CallAs<Compensation>(kManager, &Compensation::Stub::VerifyLedger, request));
  std::string faults;
  for (const compensation::v1::LedgerFault& fault : found.faults()) absl::StrAppend(&faults, fault.ShortDebugString(), "; ");
  return faults;
}

cw::Case CaseworkSuite::Investigate(const std::string& name, const As& who) {
  auto tag = About<cw::SetTagRequest>(name);
  tag.mutable_tag()->set_l1("LOGISTICS");
  tag.mutable_tag()->set_l2("LOST");
  tag.set_reason("客户说没收到");
  Must(Call(who, &Casework::Stub::SetTag, tag).status());
  auto advance = About<cw::AdvanceCaseRequest>(name);
  advance.set_to_state(cw::Case::STATE_VERIFYING);
  advance.set_reason("开始核实");
  Must(Call(who, &Casework::Stub::AdvanceCase, advance).status());
  Must(Call(who, &Casework::Stub::FillChecklist, About<cw::FillChecklistRequest>(name)).status());
  const cw::Case filled = Get(name);
  for (const cw::ChecklistItem& item : filled.checklist()) {
    if (item.result() != cw::ChecklistItem::RESULT_UNKNOWN && item.result() != cw::ChecklistItem::RESULT_UNSPECIFIED) continue;
    auto check = About<cw::CheckItemRequest>(name);
    check.set_kind(item.kind());
    check.set_result(cw::ChecklistItem::RESULT_CONFIRMED);
    check.set_finding("看过了");
    Must(Call(who, &Casework::Stub::CheckItem, check).status());
  }
  advance = About<cw::AdvanceCaseRequest>(name);
  advance.set_to_state(cw::Case::STATE_INVESTIGATING);
  advance.set_reason("核实完毕");
  return Must(Call(who, &Casework::Stub::AdvanceCase, advance));
}

compensation::v1::Quotation CaseworkSuite::Quote(const std::string& name, const As& who) {
  return Must(Call(who, &Casework::Stub::QuoteCase, About<cw::QuoteCaseRequest>(name)));
}

cw::Case CaseworkSuite::Propose(const std::string& name, const std::vector<compensation::v1::RemedyKind>& kinds, const As& who) {
  const compensation::v1::Quotation quotation = Quote(name, who);
  auto request = About<cw::ProposePlanRequest>(name);
  const auto add = [&](cw::PlanStep::Kind kind) -> cw::PlanStep& {
    cw::PlanStep& step = *request.add_steps();
    step.set_kind(kind);
    step.set_owner(who.subject);
    *step.mutable_due_time() = Proto(Now() + absl::Hours(24));
    return step;
  };
  for (const compensation::v1::RemedyKind kind : kinds) {
    for (const compensation::v1::RemedyOption& option : quotation.options()) {
      if (option.kind() != kind) continue;
      cw::PlanStep& step = add(cw::PlanStep::KIND_REMEDY);
      step.set_quotation(quotation.name());
      step.set_option(option.id());
      break;
    }
  }
  add(cw::PlanStep::KIND_APOLOGY).set_description("电话道歉");
  return Must(Call(who, &Casework::Stub::ProposePlan, request));
}

std::string CaseworkSuite::Link(const std::string& name, const std::string& party, const std::string& action,
                                const std::string& subject) {
  cw::IssueLinkRequest request;
  request.set_name(name);
  request.set_party(party);
  request.set_action(action);
  request.set_subject(subject);
  *request.mutable_expire_time() = Proto(Now() + absl::Hours(72));
  return Must(Call(kOutreach, &Casework::Stub::IssueLink, request)).token();
}

absl::StatusOr<cw::Case> CaseworkSuite::Answer(const cw::Case& file, cw::Plan::Answer answer) {
  auto request = About<cw::AnswerPlanRequest>(file.name());
  request.set_plan_hash(file.plan().hash());
  request.set_answer(answer);
  return CallWith<Casework>(Link(file.name(), "CUSTOMER", "ANSWER_PLAN"), &Casework::Stub::AnswerPlan, request);
}

CaseworkSuite& TheCaseworkSuite() {
  static CaseworkSuite* const suite = new CaseworkSuite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

}  // namespace redress::test
