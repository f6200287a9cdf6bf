#include "services/casework/rpc/remote_backends.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/proto/values.h"

namespace redress::casework {
namespace {

using compensation::v1::CompensationService;
using intake::v1::IntakeService;
using platform::v1::PlatformService;

constexpr size_t kClaimsMax = 100;  // complaints of one BatchReadOrders
constexpr size_t kOrdersMax = 100;  // names of one BatchGetOrders

absl::StatusOr<Money> MoneyOf(const type::v1::Money& proto) {
  ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(proto.currency_code()));
  return Money{proto.amount_minor(), currency};
}

absl::optional<Money> MoneyIfAny(const type::v1::Money& proto) {
  const absl::StatusOr<Money> money = MoneyOf(proto);
  return money.ok() ? absl::make_optional(*money) : absl::nullopt;
}

DeliveryFacts FactsOf(const platform::v1::Delivery& proto) {
  using State = DeliveryFacts::State;
  DeliveryFacts facts;
  switch (proto.state()) {
    case platform::v1::Delivery::STATE_DELIVERED:
      facts.state = State::kDelivered;
      break;
    case platform::v1::Delivery::STATE_LOST:
      facts.state = State::kLost;
      break;
    case platform::v1::Delivery::STATE_RETURNED:
      facts.state = State::kReturned;
      break;
    default:
      facts.state = State::kInTransit;
  }
  if (proto.has_promised_time()) facts.promised_time = TimeOf(proto.promised_time());
  if (proto.has_deliver_time()) facts.deliver_time = TimeOf(proto.deliver_time());
  return facts;
}

ClaimedOrders ClaimsOf(const intake::v1::BatchReadOrdersResponse::ComplaintOrders& proto) {
  ClaimedOrders claims;
  for (const std::string& order : proto.orders()) claims.orders.push_back(absl::StrCat("orders/", order));
  if (proto.has_amount_paid()) claims.amount_paid = MoneyIfAny(proto.amount_paid());
  claims.product = proto.product();
  return claims;
}

absl::StatusOr<std::vector<QuotedOption>> OptionsOf(const compensation::v1::Quotation& proto) {
  std::vector<QuotedOption> options;
  for (const compensation::v1::RemedyOption& offered : proto.options()) {
    QuotedOption option;
    option.quotation = proto.name();
    option.option = offered.id();
    option.quotation_hash = proto.hash();
    option.case_number = std::string(absl::StripPrefix(proto.case_(), "cases/"));
    option.kind = static_cast<RemedyKind>(offered.kind());
    ASSIGN_OR_RETURN(option.amount, MoneyOf(offered.amount()));
    option.required_authority = static_cast<Authority>(offered.required_authority());
    option.expire_time = TimeOf(proto.expire_time());
    options.push_back(std::move(option));
  }
  return options;
}

// The yes to this plan, where somebody had to give it.
const Approval* ApprovalOf(const StepOrder& order) {
  for (const Approval& approval : order.file.approvals) {
    if (approval.plan_hash == order.plan.hash && approval.state == ApprovalState::kApproved) return &approval;
  }
  return nullptr;
}

// Everything that the case gives in the currency of the step.
Money TotalOf(const StepOrder& order) {
  for (const Money& total : order.plan.totals) {
    if (total.currency == order.step.amount.currency) return total;
  }
  return order.step.amount;
}

}  // namespace

OrderFacts FactsOf(const platform::v1::Order& proto) {
  OrderFacts facts;
  facts.answer = OrderFacts::Answer::kFound;
  facts.paid = proto.has_pay_time();
  facts.cancelled = proto.state() == platform::v1::Order::STATE_CANCELLED;
  if (const absl::optional<Money> paid = MoneyIfAny(proto.paid()); paid.has_value()) facts.paid_amount = *paid;
  facts.region = proto.region();
  for (const platform::v1::OrderLine& line : proto.lines()) {
    facts.products.push_back(line.product());
    facts.lines.push_back({line.id(), line.seller_tier()});
  }
  for (const platform::v1::Delivery& delivery : proto.deliveries()) facts.deliveries.push_back(FactsOf(delivery));
  return facts;
}

compensation::v1::CommitGrantRequest GrantRequestOf(const StepOrder& order) {
  compensation::v1::CommitGrantRequest request;
  request.set_request_id(EffectRequestId(order.key).ToString());
  request.set_quotation(order.step.quotation);
  request.set_option(order.step.option);
  request.set_proposer(absl::StrCat("agents/", order.plan.proposer));
  request.set_plan_hash(order.plan.hash);
  *request.mutable_case_total() = ToProto(TotalOf(order));
  if (const Approval* approval = ApprovalOf(order); approval != nullptr) {
    request.mutable_approval()->set_approver(absl::StrCat("agents/", approval->approver));
    request.mutable_approval()->set_authority(static_cast<compensation::v1::Authority>(approval->used));
    request.mutable_approval()->set_plan_hash(approval->plan_hash);
    *request.mutable_approval()->mutable_approve_time() = ToProto(*approval->end_time);
  }
  request.set_partition(order.file.partition);
  return request;
}

platform::v1::Operation OperationOf(const StepOrder& order) {
  const PlanStep& step = order.step;
  platform::v1::Operation operation;
  operation.set_name(absl::StrCat("operations/", order.key));
  const std::string name = absl::StrCat("cases/", order.file.number);
  if (step.kind == StepKind::kChangeAddress) {
    operation.mutable_address_change()->set_order(step.subject);
    operation.mutable_address_change()->set_address_token(step.detail);
  } else if (step.kind == StepKind::kSupplierAction) {
    operation.mutable_supplier_action()->set_seller(step.subject);
    operation.mutable_supplier_action()->set_action(step.detail);
    operation.mutable_supplier_action()->set_case_(name);
  } else if (step.kind == StepKind::kHrReport) {
    operation.mutable_hr_report()->set_staff(step.subject);
    operation.mutable_hr_report()->set_case_(name);
    operation.mutable_hr_report()->set_ground(step.detail);
  }
  return operation;
}

StepOutcome OutcomeOf(const compensation::v1::Grant& grant) {
  using Kind = StepOutcome::Kind;
  switch (grant.state()) {
    case compensation::v1::Grant::STATE_PAID:
    case compensation::v1::Grant::STATE_REVERSED:  // it was paid once
      return {Kind::kDone, grant.name(), grant.result_reference(), ""};
    case compensation::v1::Grant::STATE_FAILED:
      return {Kind::kFailed, grant.name(), "", grant.failure_reason()};
    default:
      return {Kind::kUnknown, grant.name(), "", ""};
  }
}

StepOutcome OutcomeOf(const platform::v1::Operation& operation) {
  using Kind = StepOutcome::Kind;
  switch (operation.state()) {
    case platform::v1::Operation::STATE_SUCCEEDED:
      return {Kind::kDone, operation.name(), operation.result_reference(), ""};
    case platform::v1::Operation::STATE_FAILED:
      return {Kind::kFailed, operation.name(), "", operation.failure_reason()};
    default:
      return {Kind::kUnknown, operation.name(), "", ""};
  }
}

StepOutcome OutcomeOf(const absl::Status& refusal) {
  const bool decided = absl::IsFailedPrecondition(refusal) || absl::IsInvalidArgument(refusal) || absl::IsNotFound(refusal);
  const std::string reason(ReasonOf(refusal));
  if (!decided || reason.empty()) return {};
  return {StepOutcome::Kind::kFailed, "", "", reason};
}

absl::StatusOr<std::vector<ClaimedOrders>> RemoteBackends::ReadClaims(const std::vector<std::string>& complaints,
                                                                      Deadline deadline) {
  std::vector<ClaimedOrders> claims;
  for (size_t begin = 0; begin < complaints.size(); begin += kClaimsMax) {
    intake::v1::BatchReadOrdersRequest request;
    for (size_t i = begin; i < std::min(complaints.size(), begin + kClaimsMax); ++i) {
      request.add_complaints(absl::StrCat("complaints/", complaints[i]));
    }
    ASSIGN_OR_RETURN(const auto answer, intake_.Call(&IntakeService::Stub::BatchReadOrders, request, {.deadline = deadline}));
    for (const auto& complaint : answer.complaints()) {
      if (complaint.found()) claims.push_back(ClaimsOf(complaint));
    }
  }
  return claims;
}

absl::StatusOr<std::vector<OrderFacts>> RemoteBackends::ReadOrders(const std::vector<std::string>& names, Deadline deadline) {
  std::vector<OrderFacts> facts(names.size());
  for (size_t begin = 0; begin < names.size(); begin += kOrdersMax) {
    const size_t end = std::min(names.size(), begin + kOrdersMax);
    platform::v1::BatchGetOrdersRequest request;
    for (size_t i = begin; i < end; ++i) request.add_names(names[i]);
    ASSIGN_OR_RETURN(const auto answer, platform_.Call(&PlatformService::Stub::BatchGetOrders, request, {.deadline = deadline}));
    std::map<std::string, const platform::v1::Order*> found;
    for (const auto& order : answer.orders()) found[order.name()] = &order;
    for (size_t i = begin; i < end; ++i) {
      const auto at = found.find(names[i]);
      facts[i].answer = OrderFacts::Answer::kMissing;
      if (at != found.end()) facts[i] = casework::FactsOf(*at->second);
    }
  }
  return facts;
}

absl::StatusOr<compensation::v1::Quotation> RemoteBackends::Quote(const QuoteQuestion& question, Deadline deadline) {
  compensation::v1::QuoteRequest request;
  request.set_request_id(question.request_id.ToString());
  request.set_case_(absl::StrCat("cases/", question.case_number));
  request.mutable_cause()->set_l1(question.cause.l1);
  request.mutable_cause()->set_l2(question.cause.l2);
  for (const QuotedLine& line : question.lines) {
    compensation::v1::OrderLineRef& proto = *request.add_lines();
    proto.set_order(line.order);
    proto.set_line(line.line);
    proto.set_quantity(line.quantity);
  }
  request.mutable_findings()->Assign(question.findings.begin(), question.findings.end());
  request.set_customer(question.customer);
  if (question.claimed.has_value()) *request.mutable_claimed() = ToProto(*question.claimed);
  request.set_channel(question.channel);
  request.set_region(question.market.region);
  request.set_seller_tier(question.market.seller_tier);
  return compensation_.Call(&CompensationService::Stub::Quote, request, {.deadline = deadline});
}

absl::StatusOr<std::vector<QuotedOption>> RemoteBackends::ReadQuotations(const std::vector<std::string>& names,
                                                                         Deadline deadline) {
  std::vector<QuotedOption> all;
  for (const std::string& name : names) {
    compensation::v1::GetQuotationRequest request;
    request.set_name(name);
    const auto quotation = compensation_.Call(&CompensationService::Stub::GetQuotation, request, {.deadline = deadline});
    // A name that is none, or of none, has no option: the plan is refused with the field that says so.
    if (absl::IsNotFound(quotation.status()) || absl::IsInvalidArgument(quotation.status())) continue;
    RETURN_IF_ERROR(quotation.status());
    ASSIGN_OR_RETURN(const std::vector<QuotedOption> options, OptionsOf(*quotation));
    all.insert(all.end(), options.begin(), options.end());
  }
  return all;
}

StepOutcome RemoteBackends::Ask(const StepOrder& order) {
  switch (ActionOf(order.step)) {
    case StepAction::kCommitGrant:
      return AskGrant(order);
    case StepAction::kCreateOperation:
      return AskOperation(order);
    default:
      return {};
  }
}

// The same request again is answered with the grant as it is by then: asking is looking up.
StepOutcome RemoteBackends::AskGrant(const StepOrder& order) {
  const auto grant =
      compensation_.Call(&CompensationService::Stub::CommitGrant, GrantRequestOf(order), {.timeout = ask_timeout_});
  if (grant.ok()) return OutcomeOf(*grant);
  const StepOutcome outcome = OutcomeOf(grant.status());
  obs::Log(obs::Level::kWarning, "grant_not_given", {{"case", obs::Id(order.file.number)}, {"status", grant.status()}});
  return outcome;
}

StepOutcome RemoteBackends::AskOperation(const StepOrder& order) {
  platform::v1::CreateOperationRequest request;
  *request.mutable_operation() = OperationOf(order);
  const auto operation = platform_.Call(&PlatformService::Stub::CreateOperation, request, {.timeout = ask_timeout_});
  if (operation.ok()) return OutcomeOf(*operation);
  obs::Log(obs::Level::kWarning, "operation_not_taken", {{"case", obs::Id(order.file.number)}, {"status", operation.status()}});
  // A refusal on business grounds is an operation that failed; an error says that nothing is known.
  return absl::IsInvalidArgument(operation.status()) ? OutcomeOf(operation.status()) : StepOutcome();
}

}  // namespace redress::casework
