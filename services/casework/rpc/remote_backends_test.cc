#include "services/casework/rpc/remote_backends.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using Kind = StepOutcome::Kind;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

StepOrder OrderOf(StepKind step_kind) {
  StepOrder order;
  order.file.number = "261122-00012345-21";
  order.file.partition = 7;
  order.plan.proposer = "a-li";
  order.plan.hash = std::string(64, 'c');
  order.plan.totals = {{150'00, Currency::Cny()}};
  order.step.id = "s1";
  order.step.kind = step_kind;
  order.step.quotation = "quotations/q";
  order.step.option = "2";
  order.step.amount = {50'00, Currency::Cny()};
  order.step.subject = "s-7";
  order.step.detail = "RECALL";
  order.key = EffectKey(order.file.number, 1, "s1");
  return order;
}

TEST_CASE("A grant is asked for under the name of its step, with everything the case gives and who said yes", "[casework]") {
  StepOrder order = OrderOf(StepKind::kRemedy);
  Approval old;
  old.state = ApprovalState::kApproved;
  old.plan_hash = std::string(64, 'd');
  Approval approval = old;
  approval.plan_hash = order.plan.hash;
  approval.approver = "a-sun";
  approval.used = Authority::kSupervisor;
  approval.end_time = kNow;
  order.file.approvals = {old, approval};
  const compensation::v1::CommitGrantRequest request = GrantRequestOf(order);
  CHECK(request.request_id() == EffectRequestId(order.key).ToString());
  CHECK(request.quotation() == "quotations/q");
  CHECK(request.option() == "2");
  CHECK(request.proposer() == "agents/a-li");
  CHECK(request.plan_hash() == order.plan.hash);
  CHECK(request.case_total().amount_minor() == 150'00);
  CHECK(request.partition() == 7);
  CHECK(request.approval().approver() == "agents/a-sun");
  CHECK(request.approval().authority() == compensation::v1::AUTHORITY_SUPERVISOR);
  CHECK(request.approval().plan_hash() == order.plan.hash);
  order.file.approvals = {old};
  CHECK_FALSE(GrantRequestOf(order).has_approval());
}

TEST_CASE("An operation is asked for under the name of its step, each kind with what belongs to it", "[casework]") {
  const platform::v1::Operation address = OperationOf(OrderOf(StepKind::kChangeAddress));
  CHECK(address.name() == "operations/261122-00012345-21-p1-s1");
  CHECK(address.address_change().order() == "s-7");
  CHECK(address.address_change().address_token() == "RECALL");
  const platform::v1::Operation supplier = OperationOf(OrderOf(StepKind::kSupplierAction));
  CHECK(supplier.supplier_action().seller() == "s-7");
  CHECK(supplier.supplier_action().action() == "RECALL");
  CHECK(supplier.supplier_action().case_() == "cases/261122-00012345-21");
  const platform::v1::Operation report = OperationOf(OrderOf(StepKind::kHrReport));
  CHECK(report.hr_report().staff() == "s-7");
  CHECK(report.hr_report().ground() == "RECALL");
}

TEST_CASE("Every state of a grant and of an operation says what became of its step", "[casework]") {
  using compensation::v1::Grant;
  using platform::v1::Operation;
  Grant grant;
  grant.set_name("grants/g");
  grant.set_result_reference("RF-1");
  grant.set_failure_reason("ORDER_CANCELLED");
  const std::pair<Grant::State, Kind> grants[] = {{Grant::STATE_COMMITTED, Kind::kUnknown},
                                                  {Grant::STATE_PAYING, Kind::kUnknown},
                                                  {Grant::STATE_PAID, Kind::kDone},
                                                  {Grant::STATE_REVERSED, Kind::kDone},
                                                  {Grant::STATE_FAILED, Kind::kFailed}};
  for (const auto& [state, kind] : grants) {
    grant.set_state(state);
    const StepOutcome outcome = OutcomeOf(grant);
    CHECK(outcome.kind == kind);
    CHECK(outcome.effect == "grants/g");
    CHECK(outcome.result_reference == (kind == Kind::kDone ? "RF-1" : ""));
    CHECK(outcome.failure_reason == (kind == Kind::kFailed ? "ORDER_CANCELLED" : ""));
  }
  Operation operation;
  operation.set_name("operations/o");
  const std::pair<Operation::State, Kind> operations[] = {{Operation::STATE_PENDING, Kind::kUnknown},
                                                          {Operation::STATE_SUCCEEDED, Kind::kDone},
                                                          {Operation::STATE_FAILED, Kind::kFailed}};
  for (const auto& [state, kind] : operations) {
    operation.set_state(state);
    CHECK(OutcomeOf(operation).kind == kind);
    CHECK(OutcomeOf(operation).effect == "operations/o");
  }
}

TEST_CASE("Only a refusal that was decided fails a step; whatever may still happen stays unknown", "[casework]") {
  const auto kind = [](absl::StatusCode code, const char* reason) { return OutcomeOf(Error(code, reason, "")).kind; };
  CHECK(kind(absl::StatusCode::kFailedPrecondition, "OVER_BUDGET") == Kind::kFailed);
  CHECK(OutcomeOf(Error(absl::StatusCode::kFailedPrecondition, "OVER_BUDGET", "")).failure_reason == "OVER_BUDGET");
  CHECK(kind(absl::StatusCode::kNotFound, "QUOTATION_NOT_FOUND") == Kind::kFailed);
  CHECK(kind(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS") == Kind::kFailed);
  for (const auto code : {absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kAborted,
                          absl::StatusCode::kInternal, absl::StatusCode::kAlreadyExists, absl::StatusCode::kUnknown,
                          absl::StatusCode::kPermissionDenied, absl::StatusCode::kUnauthenticated}) {
    CHECK(kind(code, "WHATEVER") == Kind::kUnknown);
  }
  CHECK(OutcomeOf(absl::FailedPreconditionError("from somewhere on the way")).kind == Kind::kUnknown);
}

TEST_CASE("An order of the platform is what the checklist looks at", "[casework]") {
  platform::v1::Order order;
  order.set_state(platform::v1::Order::STATE_CANCELLED);
  order.mutable_pay_time()->set_seconds(1);
  order.mutable_paid()->set_amount_minor(80'00);
  order.mutable_paid()->set_currency_code("CNY");
  order.add_lines()->set_product("p-1");
  platform::v1::Delivery& delivery = *order.add_deliveries();
  delivery.mutable_promised_time()->set_seconds(2);
  using State = DeliveryFacts::State;
  const std::pair<platform::v1::Delivery::State, State> states[] = {
      {platform::v1::Delivery::STATE_UNSPECIFIED, State::kInTransit},
      {platform::v1::Delivery::STATE_IN_TRANSIT, State::kInTransit},
      {platform::v1::Delivery::STATE_DELIVERED, State::kDelivered},
      {platform::v1::Delivery::STATE_LOST, State::kLost},
      {platform::v1::Delivery::STATE_RETURNED, State::kReturned}};
  for (const auto& [state, expected] : states) {
    delivery.set_state(state);
    const OrderFacts facts = FactsOf(order);
    CHECK(facts.answer == OrderFacts::Answer::kFound);
    CHECK((facts.paid && facts.cancelled));
    CHECK(facts.paid_amount == Money{80'00, Currency::Cny()});
    CHECK(facts.products == std::vector<std::string>{"p-1"});
    REQUIRE(facts.deliveries.size() == 1);
    CHECK(facts.deliveries[0].state == expected);
    CHECK(facts.deliveries[0].promised_time == BusinessTime::FromUnixMicros(2'000'000));
    CHECK_FALSE(facts.deliveries[0].deliver_time.has_value());
  }
}

}  // namespace
}  // namespace redress::casework
