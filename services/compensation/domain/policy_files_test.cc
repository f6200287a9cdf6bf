#include "services/compensation/domain/policy_files.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/compensation/app/built_in_policy.h"

namespace redress::compensation {
namespace {

TEST_CASE("The same files have one hash, whatever their order; others another", "[compensation]") {
  PolicyFiles files = BuiltInPolicy();
  const std::string hash = HashOf(files);
  CHECK(hash.size() == 64);
  std::reverse(files.begin(), files.end());
  CHECK(HashOf(files) == hash);
  files[0].text += "\n";
  CHECK(HashOf(files) != hash);
  CHECK(HashOf(PolicyFiles{{"a.dmn", "bc"}}) != HashOf(PolicyFiles{{"a.dmnb", "c"}}));
}

TEST_CASE("The built-in files have every decision, each with the facts that it asks for", "[compensation]") {
  std::vector<PolicyFinding> findings;
  const std::vector<PolicyDecision> decisions = FindDecisions(BuiltInPolicy(), &findings);
  CHECK(findings.empty());
  REQUIRE(decisions.size() == PolicyShape().size());
  for (size_t i = 0; i < decisions.size(); ++i) CHECK(decisions[i].name == PolicyShape()[i].name);
  CHECK(decisions[2].inputs == std::vector<std::string>{"hours_late", "l1", "l2", "order_paid"});
}

TEST_CASE("The first error is told with its place, and how many there are", "[compensation]") {
  CHECK(ErrorOf({}).ok());
  PolicyFinding warning;
  CHECK(ErrorOf({warning}).ok());
  const PolicyFinding fault{true, "FAULT", "a.dmn", 3, 7, "goodwill", {}, {}, "is wrong"};
  CHECK(ReasonOf(ErrorOf({warning, fault, fault})) == "INVALID_POLICY");
  CHECK(ErrorOf({warning, fault, fault}).message().find("a.dmn:3:7: goodwill: is wrong (2 in all") != absl::string_view::npos);
}

}  // namespace
}  // namespace redress::compensation
