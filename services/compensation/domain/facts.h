// What a policy looks at: named facts about each order line that a cause concerns, computed from what the platform says of the
// order and from the finding. Facts have no personal data and are kept with the quotation. Values and pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/variant.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "services/compensation/domain/remedy.h"

namespace redress::compensation {

// A fact is true or false, a whole number (minor units, hours, pieces) or a word.
using FactValue = absl::variant<bool, int64_t, std::string>;
using FactMap = std::map<std::string, FactValue>;
std::string TextOf(const FactValue& value);
// Facts as they are kept and shown, in the order of their names where nothing else is said.
using NamedFacts = std::vector<std::pair<std::string, std::string>>;

// An order as the platform knows it, as far as policies need it.
struct BoughtLine {
  std::string id;
  int32_t quantity = 1;
  Money paid;
  int64_t refunded = 0;              // of it, in its currency
  absl::optional<Money> price_now;   // what the whole line costs today
  absl::optional<Money> gift_value;  // of a gift that was promised with it
  bool perishable = false;
  std::string category;
};
struct Parcel {
  std::vector<std::string> lines;
  bool lost = false;
  absl::optional<BusinessTime> promised_time;
  absl::optional<BusinessTime> deliver_time;
};
struct Order {
  std::string name;  // orders/{order}
  BusinessTime pay_time;
  std::vector<BoughtLine> lines;
  std::vector<Parcel> parcels;
  Money paid;
  Money refunded;
};

// What is claimed: a cause, what the finding says of it, and the order lines concerned.
struct LineRef {
  std::string order;     // orders/{order}
  std::string line;      // empty: every line of the order
  int32_t quantity = 0;  // pieces; 0: all
};
struct Claim {
  Tag cause;
  std::vector<std::string> findings;
  std::vector<LineRef> lines;
  absl::optional<Money> claimed;  // taken too much, by the finding
  // Where it comes from, as the words of the platform, each empty where it is not known.
  std::string channel = {};
  std::string region = {};
  std::string seller_tier = {};
};

// The words that a finding may say of a cause beside the tag; each is a fact of that name.
inline constexpr std::array<absl::string_view, 3> kFindings = {"counterfeit", "unsafe_food", "seven_day_return"};

// One order line that the claim concerns, or, where it concerns no order, the claim alone (then `order` is empty).
struct Subject {
  std::string order;
  std::string line;
  int32_t quantity = 0;       // pieces concerned
  Money paid;                 // for these pieces, down to whole minor units
  Money line_paid;            // for the whole line
  int32_t line_quantity = 0;  // of the whole line
  int64_t line_left = 0;      // what of it was not refunded yet
  Money order_paid;
  Money order_left;  // what of it was not refunded yet
  FactMap facts;     // everything above is among them
};

// The subjects of a claim, in its order, each line once. Errors: INVALID_FIELDS naming `lines[i]` (unknown line, too many
// pieces, twice) and `claimed`; FAILED_PRECONDITION, reason CURRENCY_NOT_COVERED, where an order was not paid in `currency`.
absl::StatusOr<std::vector<Subject>> SubjectsOf(const Claim& claim, const std::vector<Order>& orders, Currency currency,
                                                BusinessTime now);

enum class FactType { kTruth, kNumber, kWord };
// The type of a fact; nothing for a name that no fact has: a policy that asks for it is refused.
absl::optional<FactType> FactTypeOf(absl::string_view name);

// What was kept of the subjects of a quotation (`orders/1/lines/2:hours_late`, `l1` for the claim's own), in the order of the
// names.
NamedFacts NamedFactsOf(const std::vector<Subject>& subjects);
// The fields of a subject of an order from its facts, in that currency. FAILED_PRECONDITION, reason FACTS_INCOMPLETE.
absl::Status FillSubject(Currency currency, Subject* subject);
// The subjects again, as they were: NamedFactsOf and SubjectsOf give the same options. FAILED_PRECONDITION, reason
// FACTS_INCOMPLETE, where too little was kept, as before it was known what for.
absl::StatusOr<std::vector<Subject>> SubjectsFrom(const NamedFacts& facts, Currency currency);

}  // namespace redress::compensation
