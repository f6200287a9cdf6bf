#include "services/outreach/domain/quiet_hours.h"

#include <catch2/catch.hpp>
#include <string>

namespace redress::outreach {
namespace {

BusinessTime At(const std::string& text) {
  return BusinessTime::ParseRfc3339(text).value();
}

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  REQUIRE(absl::LoadTimeZone(name, &zone));
  return zone;
}

TEST_CASE("From 22:00 until 08:00 one waits for 08:00, at the boundaries too", "[outreach]") {
  const QuietHours quiet{Zone("Asia/Shanghai")};
  const auto [time, free] = GENERATE(table<std::string, std::string>({
      {"2026-11-27T21:59:59.999999+08:00", "2026-11-27T21:59:59.999999+08:00"},
      {"2026-11-27T22:00:00+08:00", "2026-11-28T08:00:00+08:00"},
      {"2026-11-27T23:59:59+08:00", "2026-11-28T08:00:00+08:00"},
      {"2026-11-28T00:00:00+08:00", "2026-11-28T08:00:00+08:00"},
      {"2026-11-28T07:59:59.999999+08:00", "2026-11-28T08:00:00+08:00"},
      {"2026-11-28T08:00:00+08:00", "2026-11-28T08:00:00+08:00"},
      {"2026-12-31T22:30:00+08:00", "2027-01-01T08:00:00+08:00"},
  }));
  INFO(time);
  CHECK(AfterQuiet(quiet, At(time)) == At(free));
}

TEST_CASE("What falls into quiet hours may be done before they begin", "[outreach]") {
  const QuietHours quiet{Zone("Asia/Shanghai")};
  const auto [time, before] = GENERATE(table<std::string, std::string>({
      {"2026-11-27T21:59:59.999999+08:00", "2026-11-27T21:59:59.999999+08:00"},
      {"2026-11-27T22:00:00+08:00", "2026-11-27T22:00:00+08:00"},
      {"2026-11-27T23:59:59+08:00", "2026-11-27T22:00:00+08:00"},
      {"2026-11-28T00:00:00+08:00", "2026-11-27T22:00:00+08:00"},
      {"2027-01-01T07:59:59.999999+08:00", "2026-12-31T22:00:00+08:00"},
      {"2026-11-28T08:00:00+08:00", "2026-11-28T08:00:00+08:00"},
  }));
  INFO(time);
  CHECK(BeforeQuiet(quiet, At(time)) == At(before));
}

TEST_CASE("Quiet hours within a day, and none at all", "[outreach]") {
  const QuietHours noon{Zone("Asia/Shanghai"), 12 * 60, 14 * 60};
  CHECK(AfterQuiet(noon, At("2026-11-27T13:00:00+08:00")) == At("2026-11-27T14:00:00+08:00"));
  CHECK(AfterQuiet(noon, At("2026-11-27T14:00:00+08:00")) == At("2026-11-27T14:00:00+08:00"));
  CHECK(BeforeQuiet(noon, At("2026-11-27T13:00:00+08:00")) == At("2026-11-27T12:00:00+08:00"));
  const QuietHours none{Zone("Asia/Shanghai"), 60, 60};
  CHECK(AfterQuiet(none, At("2026-11-27T01:00:00+08:00")) == At("2026-11-27T01:00:00+08:00"));
  CHECK(BeforeQuiet(none, At("2026-11-27T01:00:00+08:00")) == At("2026-11-27T01:00:00+08:00"));
}

TEST_CASE("The zone's own wall clock counts, over a change of it too", "[outreach]") {
  const QuietHours quiet{Zone("Europe/Berlin")};
  CHECK(AfterQuiet(quiet, At("2026-03-28T23:00:00+01:00")) == At("2026-03-29T08:00:00+02:00"));
}

TEST_CASE("Who waited need not wait again", "[outreach]") {
  const QuietHours quiet{Zone("Asia/Shanghai")};
  for (int minute = 0; minute < 24 * 60; minute += 7) {
    const BusinessTime time = At("2026-11-27T00:00:00+08:00") + absl::Minutes(minute);
    const BusinessTime free = AfterQuiet(quiet, time);
    CHECK(free >= time);
    CHECK(free - time <= absl::Hours(10));
    CHECK(AfterQuiet(quiet, free) == free);
  }
}

}  // namespace
}  // namespace redress::outreach
