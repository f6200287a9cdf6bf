// The figures that are read off the tables of a policy.
#include <catch2/catch.hpp>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/domain/dmn_policy.h"

namespace redress::compensation {
namespace {

absl::StatusOr<DmnPolicy> Changed(const std::string& from, const std::string& to) {
  PolicyFiles files = BuiltInPolicy();
  for (PolicyFile& file : files) file.text = absl::StrReplaceAll(file.text, {{from, to}});
  return DmnPolicy::Make("2", files);
}

TEST_CASE("The bands of a case are those of a refund, to the fen", "[compensation]") {
  const Terms terms = DmnPolicy::Make("2", BuiltInPolicy())->terms();
  CHECK(terms.specialist_max == 10'000);
  CHECK(terms.supervisor_max == 100'000);
  CHECK(Changed("100000", "100007")->terms().supervisor_max == 100'007);
}

TEST_CASE("Figures are those of their rows", "[compensation]") {
  const Terms terms = Changed("<text>180</text>", "<text>365</text>")->terms();
  CHECK(terms.version == "2");
  CHECK(terms.coupon_valid_days == 365);
  CHECK(terms.goodwill_customer_window == absl::Hours(24 * 90));
  CHECK(terms.budgets_month.at("goodwill") == 50'000'000);
  CHECK(terms.budgets_month.size() == kCategories.size());
}

TEST_CASE("How much raises a flag, and who looks then, is the policy's", "[compensation]") {
  const AbuseTerms terms = Changed("<text>8</text>", "<text>9</text>")->terms().abuse;
  CHECK(terms.window == absl::Hours(24 * 30));
  CHECK(terms.of(AbuseSign::kCustomerComplaints).allowed == 20);
  CHECK(terms.of(AbuseSign::kCustomerGrants).allowed == 9);
  CHECK(terms.of(AbuseSign::kRing).allowed == 3);
  CHECK(terms.of(AbuseSign::kRing).least == Authority::kSupervisor);
  CHECK(terms.of(AbuseSign::kSelfDealing).allowed == 5);
  CHECK(terms.of(AbuseSign::kAgentVelocity).allowed == 200);
  CHECK(terms.of(AbuseSign::kAgentVelocity).least == Authority::kSpecialist);
}

TEST_CASE("A figure that cannot be is refused", "[compensation]") {
  const auto [from, to] = GENERATE(table<const char*, const char*>({{"<text>180</text>", "<text>366</text>"},
                                                                    {"<text>180</text>", "<text>0</text>"},
                                                                    {"<text>300000</text>", "<text>-1</text>"},
                                                                    {"<text>100000000</text>", "<text>-1</text>"},
                                                                    {"<text>\"damages\"</text>", "<text>\"gifts\"</text>"},
                                                                    {"<text>\"RING\"</text>", "<text>\"KIN\"</text>"},
                                                                    {"<text>200</text>", "<text>0</text>"},
                                                                    {"<text>200</text>", "<text>10001</text>"},
                                                                    {"<text>30</text>", "<text>367</text>"},
                                                                    {"<text>\"SPECIALIST\"</text>", "<text>\"MANAGER\"</text>"},
                                                                    {"\"+08:00\"", "\"+8\""}}));
  INFO(from << " -> " << to);
  CHECK(ReasonOf(Changed(from, to).status()) == "INVALID_POLICY");
}

TEST_CASE("Nobody is asked about what is seen with the grant", "[compensation]") {
  PolicyFiles files = BuiltInPolicy();
  const std::string from =
      "<text>200</text></outputEntry>\n        <outputEntry id=\"abuse.agent-velocity.out-2\"><text>\"SPECIALIST\"";
  for (PolicyFile& file : files)
    file.text = absl::StrReplaceAll(file.text, {{from, absl::StrReplaceAll(from, {{"SPECIALIST", "SUPERVISOR"}})}});
  REQUIRE(HashOf(files) != HashOf(BuiltInPolicy()));
  CHECK(ReasonOf(DmnPolicy::Make("2", files).status()) == "INVALID_POLICY");
}

}  // namespace
}  // namespace redress::compensation
