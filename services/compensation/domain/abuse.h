// Signs of abuse: what is counted about a customer and an agent, and which counts are a sign, by the policy's terms. A sign never
// refuses anything: it raises a flag that people read, and what it is about may need somebody's yes. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "services/compensation/domain/abuse_terms.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {

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
// something, which then needs at least the yes that the policy asks for.
void ShowSigns(const std::vector<AbuseFinding>& signs, const AbuseTerms& terms, Quotation* quotation);
// The same for options that are made again, by the signs that were kept among the facts of their quotation, which are no facts of
// an order line. What was counted then is no sign where these terms allow more; what was no sign then was not kept.
void ShowKeptSigns(const NamedFacts& kept, const AbuseTerms& terms, std::vector<Option>* options);

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
