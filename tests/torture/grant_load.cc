#include "tests/torture/grant_load.h"

#include <algorithm>
#include <future>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"

namespace redress::torture {
namespace {

using compensation::v1::CommitGrantRequest;
using compensation::v1::Quotation;

constexpr int kPaid = 8'000;
constexpr int kPieces = 2;
constexpr int kProposers = 40;
constexpr int kPartitions = 64;
constexpr int kTwice = 5;  // one in so many is committed by two at once

void SetFen(int64_t fen, type::v1::Money* money) {
  money->set_currency_code("CNY");
  money->set_amount_minor(fen);
}

std::string OrderOf(int i) {
  return absl::StrCat("orders/t-", i);
}

compensation::v1::RemedyKind KindOf(int i) {
  constexpr compensation::v1::RemedyKind kKinds[] = {compensation::v1::REMEDY_KIND_REFUND, compensation::v1::REMEDY_KIND_COUPON,
                                                     compensation::v1::REMEDY_KIND_RESHIP};
  return kKinds[i % std::size(kKinds)];
}

CommitGrantRequest CommitOf(const Quotation& quotation, int i) {
  CommitGrantRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_quotation(quotation.name());
  for (const compensation::v1::RemedyOption& option : quotation.options()) {
    if (option.kind() != KindOf(i)) continue;
    request.set_option(option.id());
    *request.mutable_case_total() = option.amount();
  }
  request.set_proposer(absl::StrCat("agents/a-", i % kProposers));
  request.set_plan_hash(std::string(64, 'c'));
  request.set_partition(i % kPartitions);
  return request;
}

}  // namespace

GrantLoad::GrantLoad(Options options) : options_(std::move(options)), names_(options_.grants), requests_(options_.grants) {
  for (int i = 0; i < options_.clients; ++i) {
    clients_.push_back({compensation::v1::CompensationService::NewStub(ChannelTo(options_.compensation)),
                        platform::control::v1::ControlService::NewStub(ChannelTo(options_.platform))});
  }
  for (Client& client : clients_) threads_.emplace_back([this, &client] { Run(client); });
}

GrantLoad::~GrantLoad() {
  stopper_.Stop();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    taken_ = options_.grants;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void GrantLoad::Allow(int count) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    allowed_ = std::max(allowed_, std::min(count, options_.grants));
  }
  changed_.notify_all();
}

int GrantLoad::committed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return committed_;
}

bool GrantLoad::WaitCommitted(int count, absl::Duration patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_until(lock, Deadline::After(patience).time().point(), [&] { return committed_ >= count; });
}

std::vector<std::string> GrantLoad::names() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return names_;
}

int GrantLoad::Take() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return taken_ >= options_.grants || taken_ < allowed_; });
  return taken_ >= options_.grants ? -1 : taken_++;
}

void GrantLoad::Run(Client& client) {
  for (int i = Take(); i >= 0 && !stopper_.stopping(); i = Take()) Give(client, i);
}

void GrantLoad::Give(Client& client, int i) {
  Quotation quotation;
  if (!PutOrder(client, i) || !Quote(client, i, &quotation)) return;
  const CommitGrantRequest request = CommitOf(quotation, i);
  std::future<std::string> other;
  if (i % kTwice == 0) other = std::async(std::launch::async, [&] { return Commit(client, request); });
  const std::string name = Commit(client, request);
  if (other.valid() && other.get() != name) faults_.Add(absl::StrCat("one request, two grants: ", name));
  if (name.empty()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    names_[i] = name;
    requests_[i] = request;
    ++committed_;
  }
  changed_.notify_all();
}

bool GrantLoad::PutOrder(Client& client, int i) {
  platform::control::v1::PutOrderRequest request;
  platform::v1::Order& order = *request.mutable_order();
  order.set_name(OrderOf(i));
  order.set_customer(absl::StrCat("customers/u-", i));
  order.mutable_create_time()->set_seconds(1'764'000'000);
  *order.mutable_pay_time() = order.create_time();
  SetFen(kPaid, order.mutable_paid());
  platform::v1::OrderLine& line = *order.add_lines();
  line.set_id("1");
  line.set_product(absl::StrCat("p-", i));
  line.set_title("tea");
  line.set_quantity(kPieces);
  line.set_category("FOOD");
  SetFen(kPaid, line.mutable_paid());
  platform::v1::Order answer;
  const grpc::Status status = UntilAnswered(options_.admin, stopper_, [&](grpc::ClientContext* context) {
    return client.control->PutOrder(context, request, &answer);
  });
  if (!status.ok() && !NoAnswer(status)) faults_.Add("order refused: " + Describe(status));
  return status.ok();
}

bool GrantLoad::Quote(Client& client, int i, Quotation* quotation) {
  compensation::v1::QuoteRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_case_(absl::StrCat("cases/c-", i));
  request.mutable_cause()->set_l1("LOGISTICS");
  request.mutable_cause()->set_l2("LOST");
  request.add_lines()->set_order(OrderOf(i));
  const grpc::Status status = UntilAnswered(options_.casework, stopper_, [&](grpc::ClientContext* context) {
    return client.compensation->Quote(context, request, quotation);
  });
  if (!status.ok() && !NoAnswer(status)) faults_.Add("no quotation: " + Describe(status));
  return status.ok();
}

std::string GrantLoad::Commit(Client& client, const CommitGrantRequest& request) {
  compensation::v1::Grant answer;
  const grpc::Status status = UntilAnswered(options_.casework, stopper_, [&](grpc::ClientContext* context) {
    return client.compensation->CommitGrant(context, request, &answer);
  });
  if (!status.ok() && !NoAnswer(status)) faults_.Add("no grant: " + Describe(status));
  return status.ok() ? answer.name() : "";
}

void GrantLoad::AskAgain() {
  for (size_t i = 0; i < requests_.size(); ++i) {
    if (names_[i].empty()) continue;
    const std::string again = Commit(clients_[0], requests_[i]);
    if (again != names_[i]) faults_.Add(absl::StrCat("asked again, ", names_[i], " is ", again));
  }
}

}  // namespace redress::torture
