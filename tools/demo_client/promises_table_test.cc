#include "tools/demo_client/promises_table.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "absl/strings/match.h"
#include "tools/demo_client/test_results.h"

namespace redress::demo {

using casework::v1::Callback;

TEST_CASE("A case shows its clocks against their targets, what was paused, what was breached, and what the customer was told",
          "[demo]") {
  std::map<std::string, CaseOutcome> cases = {{"cases/1", ClosedOutcome("cases/1")}};
  std::ostringstream nothing;
  PrintPromises(nothing, cases, {});
  CHECK(nothing.str().empty());  // a stack without sla and outreach

  cases["cases/1"].clocks = {
      {"ACCEPTANCE", "MET", absl::Hours(1), absl::Seconds(40), absl::ZeroDuration()},
      {"RESOLUTION", "BREACHED", absl::Hours(48), absl::Hours(50), absl::Hours(3)},
      {"REFUND", "BREACHED", absl::Hours(1), absl::Hours(2), absl::ZeroDuration()},
      {"TASK", "CANCELLED", absl::Hours(1), absl::ZeroDuration(), absl::ZeroDuration()},
  };
  cases["cases/1"].notices = {{"ACCEPTED", "SENT", "SMS"}, {"SURVEY", "SUPPRESSED", ""}};
  Callback& call = *cases["cases/1"].one.add_callbacks();
  call.set_outcome(Callback::OUTCOME_SATISFIED);
  std::ostringstream out;
  PrintPromises(out, cases, {});
  CHECK(absl::StrContains(out.str(), "40 s / 1 h"));
  CHECK(absl::StrContains(out.str(), "2 d 2 h / 2 d ‖ 3 h !"));
  CHECK(absl::StrContains(out.str(), "REFUND !"));
  CHECK(absl::StrContains(out.str(), "accepted, [survey suppressed]"));
  CHECK(absl::StrContains(out.str(), "SATISFIED"));
  CHECK_FALSE(absl::StrContains(out.str(), "TASK"));
}

TEST_CASE("Calls of an earlier round do not count, and vain ones are counted", "[demo]") {
  casework::v1::Case one;
  CHECK(CalledBack(one).empty());
  one.add_callbacks()->set_outcome(Callback::OUTCOME_NOT_SATISFIED);
  CHECK(CalledBack(one) == "NOT_SATISFIED");
  one.set_reopen_count(1);
  CHECK(CalledBack(one).empty());
  for (int i = 0; i < 3; ++i) {
    Callback& call = *one.add_callbacks();
    call.set_round(1);
    call.set_outcome(Callback::OUTCOME_NOT_REACHED);
  }
  CHECK(CalledBack(one) == "NOT_REACHED 3×");
}

TEST_CASE("KPIs are shown in their units beside their targets", "[demo]") {
  std::ostringstream none;
  PrintKpis(none, {}, false);
  CHECK(none.str().empty());
  KpiTold share{"first_feedback", "SHARE", "NOT_MET", 0.932, 233, 250, 0.98};
  KpiTold empty{"hotline_answered", "SHARE", "NOT_MEASURED", 0, 0, 0, 0.9};
  std::ostringstream out;
  PrintKpis(out, {share, empty}, false);
  CHECK(absl::StrContains(out.str(), "93.2 %"));
  CHECK(absl::StrContains(out.str(), "233 / 250"));
  CHECK(absl::StrContains(out.str(), "98.0 %"));
  CHECK(absl::StrContains(out.str(), "not met"));
  CHECK(absl::StrContains(out.str(), "not measured"));
}

}  // namespace redress::demo
