// Signs of abuse: what is counted about a customer and an agent, and which counts are a sign. A sign never refuses anything: it
// raises a flag that people read, and what it is about needs a supervisor's yes. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {

// What is allowed without a flag, within `window` of business time; more is a sign.
struct AbuseTerms {
  absl::Duration window = absl::Hours(24 * 30);
  int32_t customer_complaints_max = 20;  // complaints of one customer
  int32_t customer_grants_max = 8;       // grants to one customer
  int32_t ring_customers_max = 3;        // customers of one ring who were given something
  int32_t agent_customer_max = 5;        // grants by one agent to one customer or to its ring
  int32_t agent_day_max = 200;           // grants proposed by one agent within a day
};

// In the order in which they are told.
enum class AbuseSign { kCustomerComplaints, kCustomerGrants, kRing, kSelfDealing, kAgentVelocity };
absl::string_view Word(AbuseSign sign);  // `CUSTOMER_COMPLAINTS`
absl::optional<AbuseSign> AbuseSignOf(absl::string_view word);

// Counted within the window, what stands now not included; 0 for an anonymous customer.
struct CustomerCounts {
  int32_t complaints = 0;
  int32_t grants = 0;
  int32_t ring_given = 0;  // customers of its ring, itself included, who were given something
};
struct AgentCounts {
  int32_t to_customer = 0;  // grants by the agent to the customer or its ring, the present one included
  int32_t day = 0;          // grants of the agent within a day, the present one included
};

// What was counted and how much is allowed.
struct AbuseFinding {
  AbuseSign sign = AbuseSign::kCustomerComplaints;
  int32_t counted = 0;
  int32_t allowed = 0;
  friend bool operator==(const AbuseFinding&, const AbuseFinding&) = default;
};

std::vector<AbuseFinding> SignsOf(const CustomerCounts& counts, const AbuseTerms& terms);
std::vector<AbuseFinding> SignsOf(const AgentCounts& counts, const AbuseTerms& terms);

// A quotation shows its signs: each is a fact (`abuse:RING` → `5 > 3`) and a rule (`abuse/RING`) of every option that gives
// something, which then needs a supervisor at least.
void ShowSigns(const std::vector<AbuseFinding>& signs, Quotation* quotation);
// The same for a quotation that is made again, by the signs that were kept among its facts: they are no facts of the policy.
void ShowKeptSigns(const NamedFacts& kept, Quotation* quotation);

// A flag as it is kept; never changes.
struct AbuseFlag {
  std::string id;  // bare
  int32_t partition = 0;
  std::string case_number;
  std::string quotation;  // bare id
  std::string grant;      // bare id; empty: raised before anything was given
  std::string customer;   // keyed fingerprint; empty: anonymous
  std::string agent;      // bare id, of a sign about an agent; empty otherwise
  AbuseFinding finding;
  BusinessTime raise_time;
};

}  // namespace redress::compensation
