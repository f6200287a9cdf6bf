#include "tools/redressctl/figures.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/proto/values.h"
#include "tools/redressctl/cli.h"

namespace redress::ctl {
namespace {

namespace v1 = analytics::v1;
const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-27T12:00:00Z").value();

TEST_CASE("A period begins so long ago, or at a time", "[redressctl]") {
  const auto [text, time] = GENERATE(table<std::string, std::string>({
      {"7d", "2026-11-20T12:00:00Z"},
      {"24h", "2026-11-26T12:00:00Z"},
      {"0d", "2026-11-27T12:00:00Z"},
      {"2026-11-01T00:00:00+08:00", "2026-10-31T16:00:00Z"},
  }));
  const auto start = PastFlag("--since", text, kNow);
  REQUIRE(start.ok());
  CHECK(TimeOf(*start).ToRfc3339() == time);
  for (const char* bad : {"", "yesterday", "-1d", "-24h", "d", "2026-11-01"}) {
    CAPTURE(bad);
    CHECK(ExitCodeOf(PastFlag("--since", bad, kNow).status()) == kExitUsage);
  }
}

TEST_CASE("A figure is shown in its unit, and one that is not measured as a dash", "[redressctl]") {
  v1::Kpi kpi;
  kpi.set_unit(v1::Kpi::UNIT_SHARE);
  kpi.set_value(0.9126);
  kpi.set_numerator(2'500);
  kpi.set_denominator(2);
  CHECK(ShowKpiValue(kpi) == "91.3 %");
  kpi.set_unit(v1::Kpi::UNIT_CASES);
  CHECK(ShowKpiValue(kpi) == "2500");
  kpi.set_unit(v1::Kpi::UNIT_MINOR);
  kpi.set_currency_code("CNY");
  CHECK(ShowKpiValue(kpi) == "CNY 12.50");
  kpi.set_verdict(v1::Kpi::VERDICT_NOT_MEASURED);
  CHECK(ShowKpiValue(kpi) == "–");
  CHECK(ShowKpiTarget(kpi).empty());
  kpi.set_target(0.9);
  CHECK(ShowKpiTarget(kpi) == "90 %");
  kpi.set_floor(0.8);
  CHECK(ShowKpiTarget(kpi) == "90 % (floor 80 %)");
}

TEST_CASE("A rebuild that finds a difference ends with status 1", "[redressctl]") {
  v1::Rebuild rebuild;
  CHECK(RebuildStatus(rebuild).ok());
  rebuild.set_state(v1::Rebuild::STATE_SUCCEEDED);
  CHECK(ReasonOf(RebuildStatus(rebuild)) == "FACTS_DIFFER");
  CHECK(ExitCodeOf(RebuildStatus(rebuild)) == kExitInternal);
  rebuild.set_identical(true);
  CHECK(RebuildStatus(rebuild).ok());
  rebuild.set_state(v1::Rebuild::STATE_FAILED);
  rebuild.set_failure_reason("LOST_POSITION");
  CHECK(ReasonOf(RebuildStatus(rebuild)) == "LOST_POSITION");
}

}  // namespace
}  // namespace redress::ctl
