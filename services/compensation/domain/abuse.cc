#include "services/compensation/domain/abuse.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace redress::compensation {
namespace {

constexpr std::array<std::pair<AbuseSign, absl::string_view>, 5> kWords = {
    {{AbuseSign::kCustomerComplaints, "CUSTOMER_COMPLAINTS"},
     {AbuseSign::kCustomerGrants, "CUSTOMER_GRANTS"},
     {AbuseSign::kRing, "RING"},
     {AbuseSign::kSelfDealing, "SELF_DEALING"},
     {AbuseSign::kAgentVelocity, "AGENT_VELOCITY"}}};

void Count(AbuseSign sign, int32_t counted, int32_t allowed, std::vector<AbuseFinding>* findings) {
  if (counted > allowed) findings->push_back({sign, counted, allowed});
}

constexpr char kSignPrefix[] = "abuse:";

// Every option that gives something needs a supervisor at least, and says why.
void Ask(absl::string_view sign, Quotation* quotation) {
  for (Option& option : quotation->options) {
    if (option.entitlement() == EntitlementKind::kNone) continue;
    option.rules.push_back(absl::StrCat("abuse/", sign));
    option.required = std::max(option.required, Authority::kSupervisor);
  }
}

}  // namespace

absl::string_view Word(AbuseSign sign) {
  return kWords[static_cast<size_t>(sign)].second;
}

absl::optional<AbuseSign> AbuseSignOf(absl::string_view word) {
  for (const auto& [sign, name] : kWords) {
    if (name == word) return sign;
  }
  return absl::nullopt;
}

std::vector<AbuseFinding> SignsOf(const CustomerCounts& counts, const AbuseTerms& terms) {
  std::vector<AbuseFinding> findings;
  Count(AbuseSign::kCustomerComplaints, counts.complaints, terms.customer_complaints_max, &findings);
  Count(AbuseSign::kCustomerGrants, counts.grants, terms.customer_grants_max, &findings);
  Count(AbuseSign::kRing, counts.ring_given, terms.ring_customers_max, &findings);
  return findings;
}

std::vector<AbuseFinding> SignsOf(const AgentCounts& counts, const AbuseTerms& terms) {
  std::vector<AbuseFinding> findings;
  Count(AbuseSign::kSelfDealing, counts.to_customer, terms.agent_customer_max, &findings);
  Count(AbuseSign::kAgentVelocity, counts.day, terms.agent_day_max, &findings);
  return findings;
}

void ShowSigns(const std::vector<AbuseFinding>& signs, Quotation* quotation) {
  for (const AbuseFinding& finding : signs) {
    quotation->facts.emplace_back(absl::StrCat(kSignPrefix, Word(finding.sign)),
                                  absl::StrCat(finding.counted, " > ", finding.allowed));
    Ask(Word(finding.sign), quotation);
  }
}

void ShowKeptSigns(const NamedFacts& kept, Quotation* quotation) {
  for (const auto& [name, value] : kept) {
    absl::string_view sign = name;
    if (absl::ConsumePrefix(&sign, kSignPrefix)) Ask(sign, quotation);
  }
}

}  // namespace redress::compensation
