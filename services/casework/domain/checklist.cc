#include "services/casework/domain/checklist.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/text.h"

namespace redress::casework {
namespace {

constexpr size_t kFindingMax = 500;  // code points

struct Verdict {
  CheckResult result = CheckResult::kUnknown;
  std::string finding;
};

size_t CountOf(const std::vector<OrderFacts>& orders, OrderFacts::Answer answer) {
  return static_cast<size_t>(
      std::count_if(orders.begin(), orders.end(), [&](const OrderFacts& order) { return order.answer == answer; }));
}

Verdict JudgeOrder(const std::vector<OrderFacts>& orders) {
  if (orders.empty()) return {CheckResult::kUnknown, "the complaint names no order"};
  const size_t missing = CountOf(orders, OrderFacts::Answer::kMissing);
  if (missing > 0) {
    return {CheckResult::kContradicted, absl::StrCat(missing, " of ", orders.size(), " orders are not known to the platform")};
  }
  if (CountOf(orders, OrderFacts::Answer::kUnavailable) > 0) return {CheckResult::kUnknown, "the platform does not answer"};
  return {CheckResult::kConfirmed, absl::StrCat(orders.size(), orders.size() == 1 ? " order found" : " orders found")};
}

Verdict JudgeTransaction(const Claims& claims, const std::vector<OrderFacts>& orders) {
  if (orders.empty()) return {CheckResult::kUnknown, "the complaint names no order"};
  if (CountOf(orders, OrderFacts::Answer::kFound) != orders.size()) return {CheckResult::kUnknown, "not all orders are known"};
  Money total{0, orders[0].paid_amount.currency};
  for (const OrderFacts& order : orders) {
    if (!order.paid) return {CheckResult::kContradicted, "an order was not paid"};
    const absl::StatusOr<Money> sum = Add(total, order.paid_amount);
    if (!sum.ok()) return {CheckResult::kUnknown, "the amounts cannot be added"};
    total = *sum;
  }
  const std::string said = absl::StrCat("paid ", total.minor, " minor units of ", total.currency.code());
  if (claims.amount_paid.has_value() && !(*claims.amount_paid == total)) {
    return {CheckResult::kContradicted,
            absl::StrCat(said, "; the complaint says ", claims.amount_paid->minor, " of ", claims.amount_paid->currency.code())};
  }
  return {CheckResult::kConfirmed, said};
}

// What the goods look like, nobody but a person can see; that they were never part of the order, the platform can.
Verdict JudgeProduct(const Claims& claims, const std::vector<OrderFacts>& orders) {
  if (!claims.about_product) return {CheckResult::kNotApplicable, "the complaint is not about goods"};
  if (claims.product.empty() || orders.empty()) return {CheckResult::kUnknown, "a person has to look at the evidence"};
  bool ordered = false;
  for (const OrderFacts& order : orders) {
    if (order.answer != OrderFacts::Answer::kFound) return {CheckResult::kUnknown, "not all orders are known"};
    ordered |= std::find(order.products.begin(), order.products.end(), claims.product) != order.products.end();
  }
  if (!ordered) return {CheckResult::kContradicted, "the product is in none of the orders"};
  return {CheckResult::kUnknown, "the product was ordered; a person has to look at the evidence"};
}

bool IsLate(const DeliveryFacts& delivery, BusinessTime now) {
  return delivery.promised_time.has_value() && delivery.deliver_time.value_or(now) > *delivery.promised_time;
}

Verdict JudgeNotShipped(const std::vector<DeliveryFacts>& deliveries) {
  if (deliveries.empty()) return {CheckResult::kConfirmed, "nothing was shipped"};
  return {CheckResult::kContradicted, "a parcel was shipped"};
}

Verdict JudgeDeliveries(const Claims& claims, const std::vector<DeliveryFacts>& deliveries, BusinessTime now) {
  using Delivery = Claims::Delivery;
  if (claims.delivery == Delivery::kNotShipped) return JudgeNotShipped(deliveries);
  const auto any = [&](auto holds) { return std::any_of(deliveries.begin(), deliveries.end(), holds); };
  const bool all_arrived = std::all_of(deliveries.begin(), deliveries.end(), [](const DeliveryFacts& delivery) {
    return delivery.state == DeliveryFacts::State::kDelivered;
  });
  if (deliveries.empty()) return {CheckResult::kUnknown, "no parcel is recorded"};
  if (claims.delivery == Delivery::kLate) {
    if (any([&](const DeliveryFacts& delivery) { return IsLate(delivery, now); })) {
      return {CheckResult::kConfirmed, "a parcel is later than was promised"};
    }
    if (any([](const DeliveryFacts& delivery) { return !delivery.promised_time.has_value(); })) {
      return {CheckResult::kUnknown, "no time was promised"};
    }
    return {CheckResult::kContradicted, "every parcel is within the time that was promised"};
  }
  if (claims.delivery == Delivery::kLost) {
    if (any([](const DeliveryFacts& delivery) { return delivery.state == DeliveryFacts::State::kLost; })) {
      return {CheckResult::kConfirmed, "the carrier gave a parcel up"};
    }
    if (all_arrived) return {CheckResult::kContradicted, "every parcel was handed over, by the carrier's word"};
    return {CheckResult::kUnknown, "a parcel is still on its way"};
  }
  if (all_arrived) return {CheckResult::kConfirmed, "every parcel was handed over"};
  return {CheckResult::kUnknown, "not every parcel was handed over"};
}

Verdict JudgeDelivery(const Claims& claims, const std::vector<OrderFacts>& orders, BusinessTime now) {
  if (claims.delivery == Claims::Delivery::kNone) return {CheckResult::kNotApplicable, "the complaint is not about a delivery"};
  if (orders.empty()) return {CheckResult::kUnknown, "the complaint names no order"};
  std::vector<DeliveryFacts> deliveries;
  for (const OrderFacts& order : orders) {
    if (order.answer != OrderFacts::Answer::kFound) return {CheckResult::kUnknown, "not all orders are known"};
    deliveries.insert(deliveries.end(), order.deliveries.begin(), order.deliveries.end());
  }
  return JudgeDeliveries(claims, deliveries, now);
}

}  // namespace

Checklist NewChecklist() {
  Checklist checklist;
  for (size_t i = 0; i < checklist.size(); ++i) checklist[i].kind = kWords<CheckKind>[i].value;
  return checklist;
}

bool IsComplete(const Checklist& checklist) {
  return std::all_of(checklist.begin(), checklist.end(), [](const CheckItem& item) {
    return item.result != CheckResult::kOpen && item.result != CheckResult::kUnknown;
  });
}

Claims ClaimsOf(absl::string_view l1, absl::string_view l2) {
  using Delivery = Claims::Delivery;
  Claims claims;
  if (l1 == "PRODUCT_QUALITY") {
    claims.about_product = true;
    claims.delivery = Delivery::kArrived;
  } else if (l1 == "LOGISTICS") {
    claims.about_product = l2 == "WRONG_ITEM" || l2 == "DAMAGED_IN_TRANSIT";
    claims.delivery = l2 == "DELAYED" ? Delivery::kLate : l2 == "LOST" ? Delivery::kLost : Delivery::kArrived;
  } else if (l1 == "ORDER_PROCESSING") {
    claims.about_product = l2 == "MISSING_ITEM" || l2 == "WRONG_ORDER";
    claims.delivery = l2 == "NOT_SHIPPED" || l2 == "CANCELLED_BY_SELLER" ? Delivery::kNotShipped : Delivery::kArrived;
  } else if (l1 == "AFTER_SALES") {
    claims.about_product = l2 == "RETURN_EXCHANGE" || l2 == "WARRANTY";
  }
  return claims;
}

Checklist Fill(Checklist checklist, const Claims& claims, const std::vector<OrderFacts>& orders, BusinessTime now) {
  for (CheckItem& item : checklist) {
    const bool by_person = !item.checked_by.empty() && item.checked_by != "platform";
    if (by_person) continue;
    Verdict verdict;
    switch (item.kind) {
      case CheckKind::kOrder:
        verdict = JudgeOrder(orders);
        break;
      case CheckKind::kTransaction:
        verdict = JudgeTransaction(claims, orders);
        break;
      case CheckKind::kProductState:
        verdict = JudgeProduct(claims, orders);
        break;
      case CheckKind::kDeliveryRecord:
        verdict = JudgeDelivery(claims, orders, now);
        break;
    }
    item = {item.kind, verdict.result, std::move(verdict.finding), "platform", now};
  }
  return checklist;
}

absl::Status Check(Checklist* checklist, const CheckItem& answer) {
  Violations violations;
  const bool answers = answer.result == CheckResult::kConfirmed || answer.result == CheckResult::kContradicted ||
                       answer.result == CheckResult::kNotApplicable;
  if (!answers) violations.Add("result", "CONFIRMED, CONTRADICTED or NOT_APPLICABLE");
  if (answer.result == CheckResult::kContradicted && answer.finding.empty()) {
    violations.Add("finding", "required for CONTRADICTED: what was found instead");
  }
  if (CodePointCount(answer.finding) > kFindingMax) violations.Add("finding", "at most 500 characters");
  if (Word(answer.kind).empty()) violations.Add("kind", "ORDER, TRANSACTION, PRODUCT_STATE or DELIVERY_RECORD");
  if (!violations.empty()) return violations.ToStatus();
  for (CheckItem& item : *checklist) {
    if (item.kind == answer.kind) item = answer;
  }
  return absl::OkStatus();
}

}  // namespace redress::casework
