// From what a policy offers for each line to the options of a quotation. What no policy may do is kept here: money back is never
// more than was paid and not refunded yet, goods never more than were bought, goodwill is the largest once per order, everything
// but an apology is about an order and costs something. Pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/domain/policy.h"

namespace redress::compensation {

// One thing that may be given.
struct Option {
  std::string id;  // `1`, `2`, … within the quotation
  RemedyKind kind = RemedyKind::kApology;
  std::string order;  // orders/{order}; empty for an apology without one
  std::string line;   // empty: the order as a whole
  Money amount;
  int32_t quantity = 0;  // pieces, for goods
  Authority required = Authority::kSpecialist;
  absl::Duration within;
  std::vector<std::string> rules;
  std::string reason_zh;
  std::string reason_en;
  std::string ground;  // of damages
  // What bounds all grants of the line and of the order together.
  int64_t line_paid = 0;
  int32_t line_quantity = 0;
  int64_t order_paid = 0;

  EntitlementKind entitlement() const { return EntitlementOf(kind); }
};

// What the policy offered for a claim; never changes.
struct Quotation {
  std::string id;           // bare
  std::string case_number;  // bare
  std::string customer;     // keyed fingerprint; empty: anonymous
  Tag cause;
  std::vector<Option> options;
  std::string policy_version;
  std::string hash;  // 64 hexadecimal digits
  BusinessTime create_time;
  BusinessTime expire_time;
  NamedFacts facts;
  std::vector<Explained> decisions;  // empty where it was given before they were kept
};

// What a policy gives for subjects.
struct Offered {
  std::vector<Option> options;       // numbered
  std::vector<Explained> decisions;  // in the order in which they were made
};

// The options for all subjects. Of one kind for one line the largest stands, with the rules of all. An option needs the authority
// that its kind and amount ask for. Errors: the policy's.
absl::StatusOr<Offered> OptionsOf(const Policy& policy, const std::vector<Subject>& subjects);

// SHA-256 over case, cause, version and everything that an option gives, 64 hexadecimal digits: what an approval signs. Never
// changes for the same quotation, in no later version either.
std::string HashOf(const Quotation& quotation);

}  // namespace redress::compensation
