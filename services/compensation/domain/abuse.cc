#include "services/compensation/domain/abuse.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/numbers.h"
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

void Count(AbuseSign sign, int32_t counted, const AbuseTerms& terms, std::vector<AbuseFinding>* findings) {
  const int32_t allowed = terms.of(sign).allowed;
  if (counted > allowed) findings->push_back({sign, counted, allowed});
}

constexpr char kSignPrefix[] = "abuse:";

// Every option that gives something says the sign, and needs the yes that it asks for.
void Ask(AbuseSign sign, const AbuseTerms& terms, std::vector<Option>* options) {
  for (Option& option : *options) {
    if (option.entitlement() == EntitlementKind::kNone) continue;
    option.rules.push_back(absl::StrCat("abuse/", Word(sign)));
    option.required = std::max(option.required, terms.of(sign).least);
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
  Count(AbuseSign::kCustomerComplaints, counts.complaints, terms, &findings);
  Count(AbuseSign::kCustomerGrants, counts.grants, terms, &findings);
  Count(AbuseSign::kRing, counts.ring_given, terms, &findings);
  return findings;
}

std::vector<AbuseFinding> SignsOf(const AgentCounts& counts, const AbuseTerms& terms) {
  std::vector<AbuseFinding> findings;
  Count(AbuseSign::kSelfDealing, counts.to_customer, terms, &findings);
  Count(AbuseSign::kAgentVelocity, counts.day, terms, &findings);
  return findings;
}

void ShowSigns(const std::vector<AbuseFinding>& signs, const AbuseTerms& terms, Quotation* quotation) {
  for (const AbuseFinding& finding : signs) {
    quotation->facts.emplace_back(absl::StrCat(kSignPrefix, Word(finding.sign)),
                                  absl::StrCat(finding.counted, " > ", finding.allowed));
    Ask(finding.sign, terms, &quotation->options);
  }
}

void ShowKeptSigns(const NamedFacts& kept, const AbuseTerms& terms, std::vector<Option>* options) {
  for (const auto& [name, value] : kept) {
    absl::string_view word = name;
    if (!absl::ConsumePrefix(&word, kSignPrefix)) continue;
    const absl::optional<AbuseSign> sign = AbuseSignOf(word);
    int32_t counted = 0;
    const bool number = absl::SimpleAtoi(absl::string_view(value).substr(0, value.find(' ')), &counted);
    if (sign.has_value() && number && counted > terms.of(*sign).allowed) Ask(*sign, terms, options);
  }
}

}  // namespace redress::compensation
