#include "tools/demo_client/summary.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tools/demo_client/test_results.h"

namespace redress::demo {
namespace {

Result WithGold(const std::string& l1, const std::string& l2, const std::string& severity, std::vector<std::string> also) {
  Result result = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  result.line.gold.l1 = l1;
  result.line.gold.l2 = l2;
  result.line.gold.severity = severity;
  result.line.gold.also = std::move(also);
  return result;
}

}  // namespace

TEST_CASE("Compare counts agreement only where the model decided and gold is given", "[demo]") {
  Result triage = WithGold("LOGISTICS", "DELAYED", "URGENT", {});
  triage.watched.prediction.set_abstained(true);
  const Agreement agreement =
      Compare({WithGold("LOGISTICS", "DELAYED", "URGENT", {}), WithGold("LOGISTICS", "LOST", "ORDINARY", {}),
               WithGold("AFTER_SALES", "REFUND", "URGENT", {"LOGISTICS/LOST"}), WithGold("MARKETING", "", "", {}), triage,
               StoredResult("261122-00000002-20", "LOGISTICS", "LOST"), RejectedResult(3, "x")});
  CHECK(agreement.compared == 5);
  CHECK(agreement.decided == 4);
  CHECK(agreement.l1 == 2);
  CHECK(agreement.l1_lenient == 3);
  CHECK(agreement.l2_compared == 3);
  CHECK(agreement.l2 == 1);
  CHECK(agreement.severity_compared == 4);
  CHECK(agreement.severity == 3);
}

TEST_CASE("PrintSummary says what was there before", "[demo]") {
  Result result = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  result.played.earlier = true;
  std::ostringstream out;
  PrintSummary(out, {result}, /*colours=*/false);
  CHECK(out.str().find("1 were there from an earlier run of this file: nothing was repeated") != std::string::npos);
  CHECK(out.str().find("URGENT      1 of 1 (100 %) within 15 min, median 1 min 5 s, longest 1 min 5 s") != std::string::npos);
}

TEST_CASE("ShowDuration keeps to two units", "[demo]") {
  CHECK(ShowDuration(absl::Milliseconds(400)) == "< 1 s");
  CHECK(ShowDuration(absl::Seconds(59)) == "59 s");
  CHECK(ShowDuration(absl::Hours(1)) == "1 h");
  CHECK(ShowDuration(absl::Hours(49) + absl::Minutes(59)) == "2 d 1 h");
}

}  // namespace redress::demo
