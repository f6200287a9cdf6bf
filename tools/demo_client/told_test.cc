#include "tools/demo_client/told.h"

#include <catch2/catch.hpp>

namespace redress::demo {

using Json = nlohmann::json;

TEST_CASE("Clocks, notices and KPIs are read as the gateway writes them", "[demo]") {
  const auto clocks = ClocksIn(Json::parse(R"({"clocks": [
      {"name": "cases/1/clocks/acceptance", "kind": "CLOCK_KIND_ACCEPTANCE", "state": "CLOCK_STATE_MET", "targetMs": "3600000",
       "spentMs": "40000"},
      {"kind": "CLOCK_KIND_RESOLUTION", "state": "CLOCK_STATE_BREACHED", "targetMs": "7200000", "spentMs": 7300000,
       "pausedMs": "60000"}]})"));
  REQUIRE(clocks.size() == 2);
  CHECK((clocks[0].kind == "ACCEPTANCE" && clocks[0].state == "MET"));
  CHECK((clocks[0].target == absl::Hours(1) && clocks[0].spent == absl::Seconds(40) && clocks[0].paused == absl::ZeroDuration()));
  CHECK((clocks[1].spent == absl::Milliseconds(7300000) && clocks[1].paused == absl::Minutes(1)));

  const auto notices = NoticesIn(Json::parse(R"({"notices": [
      {"kind": "NOTICE_KIND_ACCEPTED", "state": "NOTICE_STATE_SENT", "way": "NOTICE_WAY_SMS"},
      {"kind": "NOTICE_KIND_SURVEY", "state": "NOTICE_STATE_SUPPRESSED", "way": "NOTICE_WAY_UNSPECIFIED"}]})"));
  REQUIRE(notices.size() == 2);
  CHECK((notices[0].kind == "ACCEPTED" && notices[0].state == "SENT" && notices[0].way == "SMS"));
  CHECK(notices[1].way.empty());

  const auto kpis = KpisIn(Json::parse(R"({"kpis": [
      {"id": "first_feedback", "value": 0.932, "unit": "UNIT_SHARE", "numerator": "233", "denominator": "250", "target": 0.98,
       "verdict": "VERDICT_NOT_MET"},
      {"id": "backlog", "value": 14, "unit": "UNIT_CASES", "verdict": "VERDICT_NO_TARGET"}]})"));
  REQUIRE(kpis.size() == 2);
  CHECK((kpis[0].numerator == 233 && kpis[0].denominator == 250 && kpis[0].target == 0.98 && kpis[0].verdict == "NOT_MET"));
  CHECK(ShowKpi(kpis[0], kpis[0].value) == "93.2 %");
  CHECK_FALSE(kpis[1].target.has_value());
  CHECK(ShowKpi(kpis[1], kpis[1].value) == "14");
}

TEST_CASE("An answer that is something else tells nothing", "[demo]") {
  for (const char* text : {"null", "[]", "{}", R"({"clocks": 3, "notices": {}, "kpis": [4, "x"]})"}) {
    CHECK(ClocksIn(Json::parse(text)).empty());
    CHECK(NoticesIn(Json::parse(text)).empty());
    CHECK(KpisIn(Json::parse(text)).empty());
  }
}

}  // namespace redress::demo
