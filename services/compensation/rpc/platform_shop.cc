#include "services/compensation/rpc/platform_shop.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"

namespace redress::compensation {
namespace {

using platform::v1::PlatformService;

absl::StatusOr<Money> MoneyOf(const type::v1::Money& proto) {
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(proto.currency_code()));
  return Money{proto.amount_minor(), currency};
}

absl::StatusOr<BoughtLine> LineOf(const platform::v1::OrderLine& proto) {
  BoughtLine line;
  line.id = proto.id();
  line.quantity = std::max(1, proto.quantity());
  ASSIGN_OR_RETURN(line.paid, MoneyOf(proto.paid()));
  line.refunded = proto.refunded().amount_minor();
  if (proto.has_price_now()) {
    ASSIGN_OR_RETURN(line.price_now, MoneyOf(proto.price_now()));
  }
  if (proto.has_promised_gift_value()) {
    ASSIGN_OR_RETURN(line.gift_value, MoneyOf(proto.promised_gift_value()));
  }
  line.perishable = proto.perishable();
  line.category = proto.category();
  return line;
}

Parcel ParcelOf(const platform::v1::Delivery& proto) {
  Parcel parcel;
  parcel.lines.assign(proto.lines().begin(), proto.lines().end());
  parcel.lost = proto.state() == platform::v1::Delivery::STATE_LOST;
  if (proto.has_promised_time()) parcel.promised_time = TimeOf(proto.promised_time());
  if (proto.has_deliver_time()) parcel.deliver_time = TimeOf(proto.deliver_time());
  return parcel;
}

absl::StatusOr<Order> OrderOf(const platform::v1::Order& proto) {
  Order order;
  order.name = proto.name();
  order.pay_time = TimeOf(proto.has_pay_time() ? proto.pay_time() : proto.create_time());
  for (const auto& line : proto.lines()) {
    ASSIGN_OR_RETURN(BoughtLine read, LineOf(line));
    order.lines.push_back(std::move(read));
  }
  for (const auto& delivery : proto.deliveries()) order.parcels.push_back(ParcelOf(delivery));
  ASSIGN_OR_RETURN(order.paid, MoneyOf(proto.paid()));
  order.refunded = {proto.refunded().amount_minor(), order.paid.currency};
  return order;
}

template <class Goods>
void SetGoods(const Option& option, Goods* goods) {
  goods->set_order(option.order);
  goods->set_line(option.line);
  goods->set_quantity(option.quantity);
}

void SetPayout(const Option& option, const std::string& ground, platform::v1::Payout* payout) {
  payout->set_order(option.order);
  payout->set_line(option.line);
  *payout->mutable_amount() = ToProto(option.amount);
  payout->set_ground(ground);
}

absl::optional<Money> AmountOf(const platform::v1::Operation& operation) {
  absl::StatusOr<Money> amount = absl::NotFoundError("goods");
  if (operation.has_refund()) amount = MoneyOf(operation.refund().amount());
  if (operation.has_coupon()) amount = MoneyOf(operation.coupon().amount());
  if (operation.has_payout()) amount = MoneyOf(operation.payout().amount());
  if (!amount.ok()) return absl::nullopt;
  return *amount;
}

}  // namespace

absl::StatusOr<Outcome> OutcomeOf(const platform::v1::Operation& operation) {
  Outcome outcome;
  switch (operation.state()) {
    case platform::v1::Operation::STATE_PENDING:
      break;
    case platform::v1::Operation::STATE_SUCCEEDED:
      outcome.state = Outcome::State::kSucceeded;
      break;
    case platform::v1::Operation::STATE_FAILED:
      outcome.state = Outcome::State::kFailed;
      break;
    default:
      return Error(absl::StatusCode::kInternal, "PLATFORM_ANSWER", "the platform gives a state that cannot be");
  }
  outcome.failure_reason = operation.failure_reason();
  outcome.result_reference = operation.result_reference();
  if (operation.has_end_time()) outcome.end_time = TimeOf(operation.end_time());
  return outcome;
}

platform::v1::Operation OperationOf(const Grant& grant, const Terms& terms) {
  const Option& option = grant.option;
  platform::v1::Operation operation;
  operation.set_name(absl::StrCat("operations/", grant.id));
  switch (option.kind) {
    case RemedyKind::kRefund:
    case RemedyKind::kDifference:
      operation.mutable_refund()->set_order(option.order);
      operation.mutable_refund()->set_line(option.line);
      *operation.mutable_refund()->mutable_amount() = ToProto(option.amount);
      break;
    case RemedyKind::kReship:
      SetGoods(option, operation.mutable_reshipment());
      break;
    case RemedyKind::kExchange:
      SetGoods(option, operation.mutable_exchange());
      break;
    case RemedyKind::kGift:
      SetPayout(option, "GIFT_VALUE", operation.mutable_payout());
      break;
    case RemedyKind::kDamages:
      SetPayout(option, option.ground, operation.mutable_payout());
      break;
    case RemedyKind::kCoupon:
      operation.mutable_coupon()->set_order(option.order);
      *operation.mutable_coupon()->mutable_amount() = ToProto(option.amount);
      operation.mutable_coupon()->set_valid_days(terms.coupon_valid_days);
      break;
    case RemedyKind::kApology:  // is no grant
      break;
  }
  return operation;
}

absl::StatusOr<std::vector<Order>> PlatformShop::ReadOrders(const std::vector<std::string>& names, Deadline deadline) {
  platform::v1::BatchGetOrdersRequest request;
  for (const std::string& name : names) request.add_names(name);
  ASSIGN_OR_RETURN(const auto answer, client_.Call(&PlatformService::Stub::BatchGetOrders, request, {.deadline = deadline}));
  std::vector<Order> orders;
  for (const auto& proto : answer.orders()) {
    ASSIGN_OR_RETURN(Order order, OrderOf(proto));
    orders.push_back(std::move(order));
  }
  return orders;
}

absl::StatusOr<Outcome> PlatformShop::Ask(const Grant& grant, const Terms& terms) {
  platform::v1::CreateOperationRequest request;
  *request.mutable_operation() = OperationOf(grant, terms);
  // One attempt: what is lost is looked up before it is asked for again.
  ASSIGN_OR_RETURN(const auto operation,
                   client_.Call(&PlatformService::Stub::CreateOperation, request, {.timeout = ask_timeout_, .attempts_max = 1}));
  return OutcomeOf(operation);
}

absl::StatusOr<absl::optional<Outcome>> PlatformShop::LookUp(const std::string& grant_id) {
  platform::v1::GetOperationRequest request;
  request.set_name(absl::StrCat("operations/", grant_id));
  const auto operation =
      client_.Call(&PlatformService::Stub::GetOperation, request, {.timeout = ask_timeout_, .attempts_max = 1});
  if (ReasonOf(operation.status()) == "OPERATION_NOT_FOUND") return absl::optional<Outcome>();
  RETURN_IF_ERROR(operation.status());
  ASSIGN_OR_RETURN(Outcome outcome, OutcomeOf(*operation));
  return absl::make_optional(std::move(outcome));
}

absl::Status PlatformShop::VisitBooks(Deadline deadline, absl::FunctionRef<void(const BookedOperation&)> visit) {
  platform::v1::ListOperationsRequest request;
  request.set_page_size(1'000);
  request.set_filter("state = SUCCEEDED AND requester = \"services/compensation\"");
  do {
    ASSIGN_OR_RETURN(const auto page, client_.Call(&PlatformService::Stub::ListOperations, request, {.deadline = deadline}));
    for (const auto& operation : page.operations()) {
      visit({std::string(absl::StripPrefix(operation.name(), "operations/")), AmountOf(operation)});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace redress::compensation
