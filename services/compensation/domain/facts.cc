#include "services/compensation/domain/facts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

int64_t WholeHours(absl::Duration duration) {
  return absl::ToInt64Hours(std::max(duration, absl::ZeroDuration()));
}

// The share of `pieces` in what is said of the whole line.
Money ShareOf(const Money& whole, int32_t pieces, const BoughtLine& line) {
  __extension__ using Wide = __int128;
  return {static_cast<int64_t>(Wide{whole.minor} * pieces / line.quantity), whole.currency};
}

absl::Status CheckCurrency(const Order& order, Currency currency) {
  const bool same = order.paid.currency == currency && std::all_of(order.lines.begin(), order.lines.end(), [&](const auto& line) {
                      return line.paid.currency == currency;
                    });
  if (same) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CURRENCY_NOT_COVERED",
               absl::StrCat("the policy speaks of ", currency.code(), " only"));
}

FactMap FactsOfClaim(const Claim& claim) {
  FactMap facts = {{"l1", claim.cause.l1}, {"l2", claim.cause.l2}, {"has_order", false}};
  for (const absl::string_view word : kFindings) {
    facts[std::string(word)] = std::count(claim.findings.begin(), claim.findings.end(), word) > 0;
  }
  if (!claim.channel.empty()) facts["channel"] = claim.channel;
  if (!claim.region.empty()) facts["region"] = claim.region;
  if (!claim.seller_tier.empty()) facts["seller_tier"] = claim.seller_tier;
  return facts;
}

// What is known of the way of a line: its last parcel that is not lost counts, a lost one as long as there is no other.
void AddDelivery(const Order& order, const std::string& line, BusinessTime now, FactMap* facts) {
  const Parcel* last = nullptr;
  for (const Parcel& parcel : order.parcels) {
    const bool holds = std::count(parcel.lines.begin(), parcel.lines.end(), line) > 0;
    if (holds && (last == nullptr || last->lost || !parcel.lost)) last = &parcel;
  }
  (*facts)["lost"] = last != nullptr && last->lost;
  (*facts)["delivered"] = last != nullptr && last->deliver_time.has_value();
  (*facts)["hours_late"] = int64_t{0};
  if (last == nullptr) return;
  if (last->promised_time.has_value()) {
    (*facts)["hours_late"] = WholeHours(last->deliver_time.value_or(now) - *last->promised_time);
  }
  if (last->deliver_time.has_value()) (*facts)["hours_since_delivered"] = WholeHours(now - *last->deliver_time);
}

Subject SubjectOf(const Order& order, const BoughtLine& line, int32_t pieces, const Claim& claim, BusinessTime now) {
  Subject subject;
  subject.order = order.name;
  subject.line = line.id;
  subject.quantity = pieces;
  subject.paid = ShareOf(line.paid, pieces, line);
  subject.line_paid = line.paid;
  subject.line_quantity = line.quantity;
  subject.line_left = std::max<int64_t>(0, line.paid.minor - line.refunded);
  subject.order_paid = order.paid;
  subject.order_left = {std::max<int64_t>(0, order.paid.minor - order.refunded.minor), order.paid.currency};
  FactMap& facts = subject.facts;
  facts = FactsOfClaim(claim);
  facts["has_order"] = true;
  facts["quantity"] = int64_t{pieces};
  facts["line_paid"] = subject.paid.minor;
  facts["order_paid"] = order.paid.minor;
  facts["order_left"] = subject.order_left.minor;
  facts["line_total"] = subject.line_paid.minor;
  facts["line_left"] = subject.line_left;
  facts["line_quantity"] = int64_t{subject.line_quantity};
  facts["hours_since_paid"] = WholeHours(now - order.pay_time);
  facts["perishable"] = line.perishable;
  facts["category"] = line.category;
  facts["claimed"] = claim.claimed.has_value() ? claim.claimed->minor : int64_t{0};
  facts["gift_value"] = line.gift_value.has_value() ? line.gift_value->minor : int64_t{0};
  if (line.price_now.has_value()) {
    facts["price_drop"] = std::max<int64_t>(0, subject.paid.minor - ShareOf(*line.price_now, pieces, line).minor);
  }
  AddDelivery(order, line.id, now, &facts);
  return subject;
}

// The pieces that a reference concerns; 0 and a violation where it asks for more than there are.
int32_t PiecesOf(const LineRef& ref, const BoughtLine& line, const std::string& field, Violations* violations) {
  if (ref.quantity <= line.quantity && ref.quantity >= 0) return ref.quantity == 0 ? line.quantity : ref.quantity;
  violations->Add(absl::StrCat(field, ".quantity"), absl::StrCat("must be 0 … ", line.quantity, ", the pieces of the line"));
  return 0;
}

// Adds the lines of one reference.
void AddSubjects(const LineRef& ref, const Order& order, const std::string& field, const Claim& claim, BusinessTime now,
                 std::vector<Subject>* subjects, Violations* violations) {
  bool found = false;
  for (const BoughtLine& line : order.lines) {
    if (!ref.line.empty() && line.id != ref.line) continue;
    found = true;
    const bool twice = std::any_of(subjects->begin(), subjects->end(),
                                   [&](const Subject& s) { return s.order == order.name && s.line == line.id; });
    if (twice) violations->Add(field, "names an order line that another one names");
    const int32_t pieces = PiecesOf(ref, line, field, violations);
    if (!twice && pieces > 0) subjects->push_back(SubjectOf(order, line, pieces, claim, now));
  }
  if (!found) violations->Add(absl::StrCat(field, ".line"), "must be a line of the order, or empty");
}

}  // namespace

std::string TextOf(const FactValue& value) {
  if (const auto* truth = absl::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* number = absl::get_if<int64_t>(&value)) return absl::StrCat(*number);
  return absl::get<std::string>(value);
}

absl::StatusOr<std::vector<Subject>> SubjectsOf(const Claim& claim, const std::vector<Order>& orders, Currency currency,
                                                BusinessTime now) {
  Violations violations;
  if (claim.claimed.has_value() && claim.claimed->currency != currency) {
    violations.Add("claimed", absl::StrCat("must be in ", currency.code(), ", the policy's currency"));
  }
  std::vector<Subject> subjects;
  for (size_t i = 0; i < claim.lines.size(); ++i) {
    const LineRef& ref = claim.lines[i];
    const std::string field = absl::StrCat("lines[", i, "]");
    const auto order = std::find_if(orders.begin(), orders.end(), [&](const Order& o) { return o.name == ref.order; });
    if (order == orders.end()) {
      violations.Add(absl::StrCat(field, ".order"), "must be an order that the platform knows");
      continue;
    }
    RETURN_IF_ERROR(CheckCurrency(*order, currency));
    AddSubjects(ref, *order, field, claim, now, &subjects, &violations);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  for (size_t i = 0; i < subjects.size(); ++i) subjects[i].facts["position"] = static_cast<int64_t>(i + 1);
  if (subjects.empty()) {
    Subject alone;
    alone.facts = FactsOfClaim(claim);
    alone.paid = alone.line_paid = alone.order_paid = alone.order_left = {0, currency};
    subjects.push_back(std::move(alone));
  }
  return subjects;
}

}  // namespace redress::compensation
