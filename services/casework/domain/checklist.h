// What is verified before anything is promised (domain.md §5): order, transaction, product state, delivery record. Filled from
// what the platform knows of the orders, where it answers; what it cannot say is left to a person, and what a person said is
// never overwritten. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "services/casework/domain/words.h"

namespace redress::casework {

enum class CheckKind { kOrder = 1, kTransaction = 2, kProductState = 3, kDeliveryRecord = 4 };
// The values are those of the contract.
enum class CheckResult { kOpen = 0, kConfirmed = 1, kContradicted = 2, kNotApplicable = 3, kUnknown = 4 };

template <>
inline constexpr std::array kWords<CheckKind> = {
    Named<CheckKind>{CheckKind::kOrder, "ORDER"},
    Named<CheckKind>{CheckKind::kTransaction, "TRANSACTION"},
    Named<CheckKind>{CheckKind::kProductState, "PRODUCT_STATE"},
    Named<CheckKind>{CheckKind::kDeliveryRecord, "DELIVERY_RECORD"},
};
template <>
inline constexpr std::array kWords<CheckResult> = {
    Named<CheckResult>{CheckResult::kOpen, "OPEN"},
    Named<CheckResult>{CheckResult::kConfirmed, "CONFIRMED"},
    Named<CheckResult>{CheckResult::kContradicted, "CONTRADICTED"},
    Named<CheckResult>{CheckResult::kNotApplicable, "NOT_APPLICABLE"},
    Named<CheckResult>{CheckResult::kUnknown, "UNKNOWN"},
};

struct CheckItem {
  CheckKind kind = CheckKind::kOrder;
  CheckResult result = CheckResult::kOpen;
  std::string finding;     // ≤ 500 code points, no personal data
  std::string checked_by;  // `platform` or `agents/{agent}`; empty while open
  absl::optional<BusinessTime> check_time;
  friend bool operator==(const CheckItem&, const CheckItem&) = default;
};

// One item of every kind, in the order of the enum.
using Checklist = std::array<CheckItem, 4>;
Checklist NewChecklist();

// True once every item was looked at and has an answer: neither open nor unknown.
bool IsComplete(const Checklist& checklist);

// One parcel as the platform knows it.
struct DeliveryFacts {
  enum class State { kInTransit, kDelivered, kLost, kReturned };
  State state = State::kInTransit;
  absl::optional<BusinessTime> promised_time;
  absl::optional<BusinessTime> deliver_time;
};

// One order that the complaint names.
struct OrderFacts {
  enum class Answer { kFound, kMissing, kUnavailable };
  Answer answer = Answer::kUnavailable;
  bool paid = false;
  bool cancelled = false;
  Money paid_amount;
  std::vector<std::string> products;
  std::string region;  // the platform's words; empty: not known
  struct Line {
    std::string id;
    std::string seller_tier;
  };
  std::vector<Line> lines;
  std::vector<DeliveryFacts> deliveries;
};

// What the complaint says that the platform can confirm or contradict.
struct Claims {
  // What is said of the delivery, by the tag; kNone for what has nothing to do with goods on their way.
  enum class Delivery { kNone, kNotShipped, kLate, kLost, kArrived };
  Delivery delivery = Delivery::kNone;
  bool about_product = false;         // the state of the goods matters
  std::string product;                // the product named; empty: none
  absl::optional<Money> amount_paid;  // what the customer says was paid, over all orders
};

// What a tag (domain.md §3) claims of goods and delivery; a tag that is not known claims nothing.
Claims ClaimsOf(absl::string_view l1, absl::string_view l2);

// The checklist with everything filled that the orders tell. Items that a person answered stay as they are.
Checklist Fill(Checklist checklist, const Claims& claims, const std::vector<OrderFacts>& orders, BusinessTime now);

// A person's answer to one item. `result` is an answer, `finding` is required where it contradicts; ≤ 500 code points.
// INVALID_ARGUMENT naming the fields otherwise.
absl::Status Check(Checklist* checklist, const CheckItem& answer);

}  // namespace redress::casework
