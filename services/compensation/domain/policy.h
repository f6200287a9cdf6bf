// What decides what is offered: a policy, asked about the facts of one order line. Policies are data; this is the seam behind
// which other kinds of decision tables fit. Bounds that no policy may cross (never more than was paid, the largest goodwill once
// per order and cause) are in options.h. Implementations are immutable and thread safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/money.h"
#include "services/compensation/domain/abuse_terms.h"
#include "services/compensation/domain/facts.h"
#include "services/compensation/domain/remedy.h"

namespace redress::compensation {

// The figures of a policy. Amounts are minor units of `currency`, all of them upper bounds.
struct Terms {
  std::string version;
  Currency currency;
  absl::TimeZone zone = absl::UTCTimeZone();     // of months and days
  int64_t specialist_max = 0;                    // who may say yes to how much, per case
  int64_t supervisor_max = 0;                    //
  int64_t goodwill_case_max = 0;                 // goodwill of a case
  int64_t goodwill_customer_max = 0;             // goodwill of a customer within `goodwill_customer_window`
  absl::Duration goodwill_customer_window;       // business time
  int64_t agent_day_max = 0;                     // what an agent gives alone, without an approval, on a day
  absl::Duration quotation_ttl;                  // business time
  int32_t coupon_valid_days = 0;                 // 1 … 365
  std::map<std::string, int64_t> budgets_month;  // by category; a category without one can give nothing
  AbuseTerms abuse;
};

// What one rule offers.
struct Offer {
  std::string rule;  // table/rule
  RemedyKind kind = RemedyKind::kApology;
  int64_t amount = 0;     // minor units, not negative; not bounded yet
  absl::Duration within;  // how long its execution may take once approved
  std::string reason_zh;
  std::string reason_en;
  std::string ground;  // for damages: `COUNTERFEIT`, `UNSAFE_FOOD`
};

// A decision that was made: what it looked at, and which of its rules fired. What can be read to a customer, or in court.
struct Explained {
  struct Fired {
    std::string rule;
    NamedFacts says;  // its outputs, in the order of the table
    friend bool operator==(const Fired&, const Fired&) = default;
  };
  std::string subject;   // `orders/1/lines/2`, `options/1`; empty: the claim as a whole
  std::string decision;  // the table's name with dashes for spaces: `make-good`
  NamedFacts facts;
  std::vector<Fired> rules;
  friend bool operator==(const Explained&, const Explained&) = default;
};

// What a policy makes of the facts of one subject.
struct Verdict {
  std::vector<Offer> offers;  // in the order of the rules; several may be of one kind
  std::vector<Explained> made;
};

class Policy {
 public:
  virtual ~Policy() = default;
  virtual const Terms& terms() const = 0;
  // INTERNAL, reason POLICY_FAILED or MONEY_OVERFLOW, where a rule cannot be evaluated.
  virtual absl::StatusOr<Verdict> Decide(const FactMap& facts) const = 0;
  // Who must say yes to a remedy of that amount. Errors as above.
  virtual absl::StatusOr<Authority> Required(RemedyKind kind, int64_t amount, Explained* made) const = 0;
};

// The band of an amount (domain.md §5).
inline Authority BandOf(int64_t amount, const Terms& terms) {
  if (amount <= terms.specialist_max) return Authority::kSpecialist;
  return amount <= terms.supervisor_max ? Authority::kSupervisor : Authority::kManager;
}

// `2026-11`, the month of budgets in which `time` falls; `2026-11-22`, the day of an agent's limit.
std::string MonthOf(BusinessTime time, const Terms& terms);
std::string DayOf(BusinessTime time, const Terms& terms);

}  // namespace redress::compensation
