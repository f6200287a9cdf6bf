#include "services/intake/domain/channel_hours.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

BusinessTime At(const std::string& text) {
  return BusinessTime::ParseRfc3339(text).value();
}

TEST_CASE("A channel is open in its hours, in its own zone", "[intake]") {
  // 2026-11-22 is a Sunday.
  const auto [hours, time, open] = GENERATE(table<std::string, std::string, bool>({
      {"24x7", "2026-11-22T03:00:00Z", true},
      {"Mo-Su 09:00-21:00 Asia/Shanghai", "2026-11-22T00:59:59Z", false},
      {"Mo-Su 09:00-21:00 Asia/Shanghai", "2026-11-22T01:00:00Z", true},
      {"Mo-Su 09:00-21:00 Asia/Shanghai", "2026-11-22T12:59:59Z", true},
      {"Mo-Su 09:00-21:00 Asia/Shanghai", "2026-11-22T13:00:00Z", false},
      {"Mo-Fr 09:00-18:00 Asia/Shanghai", "2026-11-22T02:00:00Z", false},
      {"Mo-Fr 09:00-18:00; Su 10:00-16:00 Asia/Shanghai", "2026-11-22T02:00:00Z", true},
      {"Sa-Mo 09:00-18:00 UTC", "2026-11-22T09:00:00Z", true},
      {"Sa-Mo 09:00-18:00 UTC", "2026-11-24T09:00:00Z", false},
      {"Sa 20:00-04:00 UTC", "2026-11-22T03:59:00Z", true},
      {"Sa 20:00-04:00 UTC", "2026-11-22T04:00:00Z", false},
      {"Sa 20:00-04:00 UTC", "2026-11-21T20:00:00Z", true},
      {"Sa 20:00-04:00 UTC", "2026-11-21T03:00:00Z", false},
      {"Mo-Su 00:00-24:00 UTC", "2026-11-22T23:59:59Z", true},
  }));
  INFO(hours << " at " << time);
  CHECK(ChannelHours::Parse(hours).value().OpenAt(At(time)) == open);
}

TEST_CASE("Hours that are none are refused", "[intake]") {
  CHECK_FALSE(ChannelHours::Parse(GENERATE("", "always", "Mo-Fr 09:00-18:00", "Mo-Fr 9-18 UTC", "Mo-Fr 09:00-25:00 UTC",
                                           "Xx 09:00-10:00 UTC", "Mo 09:00-09:00 UTC", "Mo-Fr 09:00-18:00 Mars/Olympus", " UTC"))
                  .ok());
}

}  // namespace
}  // namespace redress::intake
