#include "tests/component/platform_fixture.h"

namespace redress::test {
namespace {

PrivatePostgres& Postgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

type::v1::Money Fen(int64_t fen) {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(fen);
  return money;
}

google::protobuf::Timestamp At(int64_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  return time;
}

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

}  // namespace

Shop::Shop(absl::Duration end_after) : end_after_(end_after) {
  time_ = std::move(SharedTimeSource::Open(folder_.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
  Start();
}

void Shop::Start() {
  rpc::HostConfig host;
  host.business_time = absl::StrCat("file:", folder_.path(), "/business_time");
  process_ = std::move(rpc::Process::Create(host)).value();
  platform::Config config;
  config.pg.connection = Postgres().connection();
  config.platform.end_after = end_after_;
  config.platform.look_every = absl::Milliseconds(20);
  Must(process_->Bind("platform", [&](rpc::Host& h) {
    return platform::BindWith(config, h, {{"services/compensation", &ear_}, {"services/casework", &other_ear_}});
  }));
  Must(process_->Start());
  if (!process_->WaitReady(Deadline::After(absl::Seconds(60)))) throw std::runtime_error("the platform is not ready");
}

void Shop::Restart() {
  process_ = nullptr;
  Start();
}

std::string Shop::Token(const std::string& subject, const std::string& role) const {
  rpc::TokenClaims claims;
  claims.subject = subject;
  claims.roles = {role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(1);
  return process_->SignForTest(claims).value();
}

cv1::PutOrderRequest Shop::OrderNamed(const std::string& id) const {
  cv1::PutOrderRequest request;
  pv1::Order& order = *request.mutable_order();
  order.set_name("orders/" + id);
  order.set_customer("customers/of-" + id);
  *order.mutable_create_time() = *order.mutable_pay_time() = At(1'764'000'000);
  *order.mutable_paid() = Fen(10000);
  for (const char* line_id : {"1", "2"}) {
    pv1::OrderLine& line = *order.add_lines();
    const bool first = line_id[0] == '1';
    line.set_id(line_id);
    line.set_product(absl::StrCat("p-", id, "-", line_id));
    line.set_title("tea");
    line.set_seller("s-" + id);
    line.set_quantity(first ? 2 : 1);
    line.set_category("FOOD");
    *line.mutable_paid() = Fen(first ? 6000 : 3000);
    if (first) *line.mutable_promised_gift_value() = Fen(2000);
  }
  pv1::Delivery& parcel = *order.add_deliveries();
  parcel.set_name(order.name() + "/deliveries/1");
  parcel.add_lines("1"), parcel.add_lines("2");
  parcel.set_carrier("sf");
  parcel.set_waybill("SF100");
  parcel.set_warehouse("east");
  parcel.set_state(pv1::Delivery::STATE_DELIVERED);
  *parcel.mutable_ship_time() = At(1'764'010'000);
  *parcel.mutable_promised_time() = At(1'764'100'000);
  *parcel.mutable_deliver_time() = At(1'764'090'000);
  return request;
}

void Shop::SetFault(Fault::Kind kind, int count, absl::Duration delay, const std::string& only) {
  cv1::SetFaultRequest request;
  Fault& fault = *request.mutable_fault();
  fault.set_kind(kind);
  if (count > 0) fault.set_count(count);
  if (delay > absl::ZeroDuration()) fault.mutable_delay()->set_seconds(absl::ToInt64Seconds(delay));
  fault.set_operation_kind(only);
  Arrange(&Control::Stub::SetFault, request);
}

int64_t Shop::Hits(Fault::Kind kind) {
  const cv1::ListFaultsResponse list = Arrange(&Control::Stub::ListFaults, cv1::ListFaultsRequest());
  for (const Fault& fault : list.faults()) {
    if (fault.kind() == kind) return fault.hit_count();
  }
  return 0;
}

absl::StatusOr<pv1::Operation> Shop::Create(const pv1::Operation& operation) {
  pv1::CreateOperationRequest request;
  *request.mutable_operation() = operation;
  return Call(&Platform::Stub::CreateOperation, request);
}

absl::StatusOr<pv1::Operation> Shop::Get(const std::string& id) {
  pv1::GetOperationRequest request;
  request.set_name("operations/" + id);
  return Call(&Platform::Stub::GetOperation, request);
}

pv1::Order Shop::Order(const std::string& id) {
  pv1::GetOrderRequest request;
  request.set_name("orders/" + id);
  auto order = Call(&Platform::Stub::GetOrder, request);
  Must(order.status());
  return *order;
}

std::vector<pv1::Operation> Shop::List(const std::string& filter, int page_size) {
  pv1::ListOperationsRequest request;
  request.set_filter(filter);
  request.set_page_size(page_size);
  std::vector<pv1::Operation> all;
  do {
    auto page = Call(&Platform::Stub::ListOperations, request);
    Must(page.status());
    all.insert(all.end(), page->operations().begin(), page->operations().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

pv1::Operation Shop::Refund(const std::string& id, const std::string& order, const std::string& line, int64_t fen) {
  pv1::Operation operation;
  operation.set_name("operations/" + id);
  operation.mutable_refund()->set_order("orders/" + order);
  operation.mutable_refund()->set_line(line);
  *operation.mutable_refund()->mutable_amount() = Fen(fen);
  return operation;
}

pv1::Operation Shop::Coupon(const std::string& id, const std::string& order, int64_t fen) {
  pv1::Operation operation;
  operation.set_name("operations/" + id);
  operation.mutable_coupon()->set_order("orders/" + order);
  operation.mutable_coupon()->set_valid_days(90);
  *operation.mutable_coupon()->mutable_amount() = Fen(fen);
  return operation;
}

pv1::Operation Shop::Reshipment(const std::string& id, const std::string& order, const std::string& line, int quantity) {
  pv1::Operation operation;
  operation.set_name("operations/" + id);
  operation.mutable_reshipment()->set_order("orders/" + order);
  operation.mutable_reshipment()->set_line(line);
  operation.mutable_reshipment()->set_quantity(quantity);
  return operation;
}

}  // namespace redress::test
