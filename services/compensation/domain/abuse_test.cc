#include "services/compensation/domain/abuse.h"

#include <catch2/catch.hpp>

namespace redress::compensation {
namespace {

const AbuseTerms kTerms = {absl::Hours(24 * 30),
                           {{{3, Authority::kSupervisor},
                             {2, Authority::kSpecialist},
                             {2, Authority::kManager},
                             {1, Authority::kSpecialist},
                             {4, Authority::kSpecialist}}}};

TEST_CASE("What is allowed raises no flag, one more does", "[compensation]") {
  CHECK(SignsOf(CustomerCounts{}, kTerms).empty());
  CHECK(SignsOf(CustomerCounts{3, 2, 2}, kTerms).empty());
  CHECK(SignsOf(AgentCounts{1, 4}, kTerms).empty());
  using Findings = std::vector<AbuseFinding>;
  CHECK(SignsOf(CustomerCounts{4, 2, 2}, kTerms) == Findings{{AbuseSign::kCustomerComplaints, 4, 3}});
  CHECK(SignsOf(CustomerCounts{3, 3, 2}, kTerms) == Findings{{AbuseSign::kCustomerGrants, 3, 2}});
  CHECK(SignsOf(CustomerCounts{3, 2, 9}, kTerms) == Findings{{AbuseSign::kRing, 9, 2}});
  CHECK(SignsOf(AgentCounts{2, 5}, kTerms) == Findings{{AbuseSign::kSelfDealing, 2, 1}, {AbuseSign::kAgentVelocity, 5, 4}});
}

TEST_CASE("Every sign has a word of its own", "[compensation]") {
  for (const AbuseSign sign : kAbuseSigns) {
    CHECK(AbuseSignOf(Word(sign)) == sign);
  }
  CHECK_FALSE(AbuseSignOf("MALICE").has_value());
}

TEST_CASE("A sign takes nothing away: it is shown, and asks for the yes that the policy says", "[compensation]") {
  Quotation quotation;
  const auto add = [&](RemedyKind kind, Authority required) {
    Option option;
    option.kind = kind;
    option.required = required;
    option.rules = {"table/rule"};
    quotation.options.push_back(option);
  };
  add(RemedyKind::kRefund, Authority::kSpecialist);
  add(RemedyKind::kDamages, Authority::kLegal);
  add(RemedyKind::kApology, Authority::kSpecialist);
  const std::string before = HashOf(quotation);
  const Quotation plain = quotation;
  ShowSigns({}, kTerms, &quotation);
  CHECK(HashOf(quotation) == before);

  ShowSigns({{AbuseSign::kRing, 5, 3}}, kTerms, &quotation);
  REQUIRE(quotation.options.size() == 3);
  CHECK(quotation.options[0].required == Authority::kManager);
  CHECK(quotation.options[0].rules == std::vector<std::string>{"table/rule", "abuse/RING"});
  CHECK(quotation.options[1].required == Authority::kLegal);
  CHECK(quotation.options[2].required == Authority::kSpecialist);
  CHECK(quotation.options[2].rules == std::vector<std::string>{"table/rule"});
  CHECK(quotation.facts == NamedFacts{{"abuse:RING", "5 > 3"}});
  CHECK(HashOf(quotation) != before);  // the approval is of what was shown

  Quotation again = plain;
  ShowKeptSigns(quotation.facts, kTerms, &again.options);
  CHECK(HashOf(again) == HashOf(quotation));
  CHECK(again.options[0].rules == quotation.options[0].rules);

  // Under terms that allow what was counted there is no sign; nor is there in what is none.
  AbuseTerms patient = kTerms;
  for (const auto& [allowed, asks] : {std::pair(4, true), std::pair(5, false)}) {
    patient.of(AbuseSign::kRing).allowed = allowed;
    Quotation other = plain;
    ShowKeptSigns(quotation.facts, patient, &other.options);
    CHECK((other.options[0].required == Authority::kManager) == asks);
    CHECK((other.options[0].rules.size() == 2) == asks);
  }
  for (const char* const nothing : {"", "many", "9999999999 > 3"}) {
    Quotation other = plain;
    ShowKeptSigns({{"abuse:RING", nothing}, {"abuse:MALICE", "5 > 3"}, {"l1", "5 > 3"}}, kTerms, &other.options);
    CHECK(HashOf(other) == before);
  }

  Quotation flagged = plain;
  ShowSigns({{AbuseSign::kCustomerGrants, 3, 2}}, kTerms, &flagged);  // a flag alone
  CHECK(flagged.options[0].required == Authority::kSpecialist);
  CHECK(flagged.options[0].rules.back() == "abuse/CUSTOMER_GRANTS");
}

}  // namespace
}  // namespace redress::compensation
