// The eight kinds of operations between contract and domain: convert.h.
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tools/platform/rpc/convert.h"
#include "tools/platform/rpc/values.h"

namespace redress::platform {
namespace {

// A name that is none leaves the field empty, which CheckOperation finds.
std::string OrderIdOf(const std::string& name) {
  absl::string_view id = name;
  return absl::ConsumePrefix(&id, "orders/") ? std::string(id) : std::string();
}

void Take(const v1::Refund& kind, Operation* operation) {
  operation->kind = OperationKind::kRefund;
  operation->order = OrderIdOf(kind.order());
  operation->line = kind.line();
  operation->amount = MoneyOf(kind.amount());
}

void Take(const v1::Coupon& kind, Operation* operation) {
  operation->kind = OperationKind::kCoupon;
  operation->order = OrderIdOf(kind.order());
  operation->amount = MoneyOf(kind.amount());
  operation->valid_days = kind.valid_days();
}

void Take(const v1::Reshipment& kind, Operation* operation) {
  operation->kind = OperationKind::kReshipment;
  operation->order = OrderIdOf(kind.order());
  operation->line = kind.line();
  operation->quantity = kind.quantity();
}

void Take(const v1::Exchange& kind, Operation* operation) {
  operation->kind = OperationKind::kExchange;
  operation->order = OrderIdOf(kind.order());
  operation->line = kind.line();
  operation->quantity = kind.quantity();
  operation->product = kind.product();
}

void Take(const v1::AddressChange& kind, Operation* operation) {
  operation->kind = OperationKind::kAddressChange;
  operation->order = OrderIdOf(kind.order());
  operation->address_token = kind.address_token();
}

void Take(const v1::SupplierAction& kind, Operation* operation) {
  operation->kind = OperationKind::kSupplierAction;
  operation->subject = kind.seller();
  operation->word = kind.action();
  operation->case_name = kind.case_();
}

void Take(const v1::HrReport& kind, Operation* operation) {
  operation->kind = OperationKind::kHrReport;
  operation->subject = kind.staff();
  operation->word = kind.ground();
  operation->case_name = kind.case_();
}

void Take(const v1::Payout& kind, Operation* operation) {
  operation->kind = OperationKind::kPayout;
  operation->order = OrderIdOf(kind.order());
  operation->line = kind.line();
  operation->amount = MoneyOf(kind.amount());
  operation->word = kind.ground();
}

template <class Kind>
void PutGoods(const Operation& operation, Kind* kind) {
  kind->set_order("orders/" + operation.order);
  kind->set_line(operation.line);
  kind->set_quantity(operation.quantity);
}

template <class Kind>
void PutAmount(const Operation& operation, Kind* kind) {
  kind->set_order("orders/" + operation.order);
  *kind->mutable_amount() = ToProto(operation.amount);
}

void PutKind(const Operation& operation, v1::Operation* proto) {
  switch (operation.kind) {
    case OperationKind::kRefund:
      PutAmount(operation, proto->mutable_refund());
      return proto->mutable_refund()->set_line(operation.line);
    case OperationKind::kCoupon:
      PutAmount(operation, proto->mutable_coupon());
      return proto->mutable_coupon()->set_valid_days(operation.valid_days);
    case OperationKind::kReshipment:
      return PutGoods(operation, proto->mutable_reshipment());
    case OperationKind::kExchange:
      PutGoods(operation, proto->mutable_exchange());
      return proto->mutable_exchange()->set_product(operation.product);
    case OperationKind::kAddressChange:
      proto->mutable_address_change()->set_order("orders/" + operation.order);
      return proto->mutable_address_change()->set_address_token(operation.address_token);
    case OperationKind::kSupplierAction:
      proto->mutable_supplier_action()->set_seller(operation.subject);
      proto->mutable_supplier_action()->set_action(operation.word);
      return proto->mutable_supplier_action()->set_case_(operation.case_name);
    case OperationKind::kHrReport:
      proto->mutable_hr_report()->set_staff(operation.subject);
      proto->mutable_hr_report()->set_ground(operation.word);
      return proto->mutable_hr_report()->set_case_(operation.case_name);
    case OperationKind::kPayout:
      PutAmount(operation, proto->mutable_payout());
      proto->mutable_payout()->set_line(operation.line);
      return proto->mutable_payout()->set_ground(operation.word);
  }
}

void TakeKind(const v1::Operation& proto, Operation* operation, Violations* violations) {
  switch (proto.kind_case()) {
    case v1::Operation::kRefund:
      return Take(proto.refund(), operation);
    case v1::Operation::kCoupon:
      return Take(proto.coupon(), operation);
    case v1::Operation::kReshipment:
      return Take(proto.reshipment(), operation);
    case v1::Operation::kExchange:
      return Take(proto.exchange(), operation);
    case v1::Operation::kAddressChange:
      return Take(proto.address_change(), operation);
    case v1::Operation::kSupplierAction:
      return Take(proto.supplier_action(), operation);
    case v1::Operation::kHrReport:
      return Take(proto.hr_report(), operation);
    case v1::Operation::kPayout:
      return Take(proto.payout(), operation);
    case v1::Operation::KIND_NOT_SET:
      return violations->Add("operation.kind", "is required: what is to be done");
  }
}

}  // namespace

v1::Operation ToProto(const Operation& operation) {
  v1::Operation proto;
  proto.set_name("operations/" + operation.id);
  v1::Operation::State state = v1::Operation::STATE_UNSPECIFIED;
  v1::Operation::State_Parse(absl::StrCat("STATE_", Word(operation.state)), &state);
  proto.set_state(state);
  proto.set_failure_reason(operation.failure_reason);
  *proto.mutable_create_time() = ToProto(operation.create_time);
  if (operation.end_time.has_value()) *proto.mutable_end_time() = ToProto(*operation.end_time);
  proto.set_result_reference(operation.reference);
  proto.set_requester(operation.requester);
  PutKind(operation, &proto);
  return proto;
}

Operation OperationOf(const v1::Operation& proto, Violations* violations) {
  Operation operation;
  absl::string_view id = proto.name();
  if (absl::ConsumePrefix(&id, "operations/")) operation.id = std::string(id);
  TakeKind(proto, &operation, violations);
  if (proto.kind_case() != v1::Operation::KIND_NOT_SET) CheckOperation(operation, violations);
  return operation;
}

}  // namespace redress::platform
