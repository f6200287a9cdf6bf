#include "services/sla/domain/calendar.h"

#include <catch2/catch.hpp>
#include <random>

#include "libs/base/error.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

using testing::At;
using testing::Shanghai;

// Two intervals a day, one of them over midnight on Fridays, in a zone with summer time.
Calendar Shifts() {
  CalendarSpec spec;
  spec.id = "shifts";
  CHECK(absl::LoadTimeZone("America/New_York", &spec.time_zone));
  for (int day = 0; day < 5; ++day) spec.week[static_cast<size_t>(day)] = {{9 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  spec.week[4].push_back({22 * 60, 30 * 60});  // to Saturday, 6 o'clock
  spec.week[5] = {{1 * 60, 7 * 60}};           // overlaps with Friday's night
  spec.days[absl::CivilDay(2026, 11, 26)] = {};
  spec.days[absl::CivilDay(2026, 11, 28)] = {{10 * 60, 11 * 60}, {15 * 60, 16 * 60}};
  return Calendar::Make(std::move(spec)).value();
}

TEST_CASE("A promise of three business days passes over National Day and counts the day that is worked for it", "[calendar]") {
  const Calendar calendar = testing::BusinessDays();
  // Wednesday, 30 September, 15:00 in Shanghai; open again on Thursday the 8th, Friday, and Saturday the 10th.
  const BusinessTime start = At("2026-09-30T15:00:00+08:00");
  CHECK(calendar.Add(start, absl::Hours(9)) == At("2026-10-01T00:00:00+08:00"));
  CHECK(calendar.Add(start, absl::Hours(10)) == At("2026-10-08T01:00:00+08:00"));
  CHECK(calendar.Add(start, absl::Hours(72)) == At("2026-10-10T15:00:00+08:00"));
  CHECK(calendar.Between(start, At("2026-10-10T15:00:00+08:00")) == absl::Hours(72));
  CHECK(calendar.Between(At("2026-10-01T00:00:00+08:00"), At("2026-10-08T00:00:00+08:00")) == absl::ZeroDuration());
  CHECK(calendar.Add(At("2026-10-03T12:00:00+08:00"), absl::Hours(1)) == At("2026-10-08T01:00:00+08:00"));
}

TEST_CASE("Two openings of a day both count, a special day has several too, and one over midnight counts once", "[calendar]") {
  const Calendar calendar = Shifts();
  const auto between = [&](const char* from, const char* to) { return calendar.Between(At(from), At(to)); };
  CHECK(between("2026-11-23T00:00:00-05:00", "2026-11-24T00:00:00-05:00") == absl::Hours(8));
  CHECK(between("2026-11-26T00:00:00-05:00", "2026-11-27T00:00:00-05:00") == absl::ZeroDuration());
  CHECK(between("2026-11-28T08:00:00-05:00", "2026-11-29T00:00:00-05:00") == absl::Hours(2));
  // Friday 22:00 to Saturday 06:00, and Saturday's own until 07:00.
  CHECK(between("2026-11-20T20:00:00-05:00", "2026-11-21T12:00:00-05:00") == absl::Hours(9));
  CHECK(calendar.Add(At("2026-11-20T23:00:00-05:00"), absl::Hours(8)) == At("2026-11-21T07:00:00-05:00"));
}

TEST_CASE("The hour that summer time takes or gives is not worked twice, nor invented", "[calendar]") {
  CalendarSpec spec;
  spec.id = "night";
  REQUIRE(absl::LoadTimeZone("America/New_York", &spec.time_zone));
  for (auto& day : spec.week) day = {{0, 6 * 60}};
  const Calendar calendar = Calendar::Make(std::move(spec)).value();
  const auto worked = [&](const char* from, const char* to) { return calendar.Between(At(from), At(to)); };
  CHECK(worked("2026-03-08T00:00:00-05:00", "2026-03-08T12:00:00-04:00") == absl::Hours(5));
  CHECK(worked("2026-11-01T00:00:00-04:00", "2026-11-01T12:00:00-05:00") == absl::Hours(7));
  CHECK(worked("2026-06-01T00:00:00-04:00", "2026-06-01T12:00:00-04:00") == absl::Hours(6));
}

TEST_CASE("Working time added is working time between, in whole microseconds, and adds up, on any calendar", "[calendar]") {
  const Calendar calendar = GENERATE_COPY(Calendar::AllTheTime("24x7"), testing::BusinessDays(), Shifts());
  std::mt19937_64 random(20261127);
  const int64_t begin = At("2026-01-01T00:00:00Z").micros();
  for (int i = 0; i < 300; ++i) {
    const BusinessTime start = BusinessTime::FromUnixMicros(begin + static_cast<int64_t>(random() % 50'000'000'000'000));
    const absl::Duration first = absl::Microseconds(static_cast<int64_t>(random() % 900'000'000'000));
    const absl::Duration second = absl::Microseconds(static_cast<int64_t>(random() % 90'000'000'000));
    const BusinessTime one = calendar.Add(start, first);
    const BusinessTime both = calendar.Add(one, second);
    CHECK(calendar.Between(start, one) == first);
    CHECK(calendar.Between(start, both) == first + second);
    CHECK(both == calendar.Add(start, first + second));
    CHECK(calendar.Between(start, one) + calendar.Between(one, both) == calendar.Between(start, both));
    CHECK(one >= start);
  }
  CHECK(calendar.Add(At("2026-10-04T03:00:00Z"), absl::ZeroDuration()) == At("2026-10-04T03:00:00Z"));
  CHECK(calendar.Between(At("2026-10-04T03:00:00Z"), At("2026-09-04T03:00:00Z")) == absl::ZeroDuration());
}

TEST_CASE("A calendar that is wrong is refused with every fault, and so is one that never opens", "[calendar]") {
  CalendarSpec spec;
  spec.id = "bad";
  spec.time_zone = Shanghai();
  CHECK(ReasonOf(Calendar::Make(spec).status()) == "INVALID_FIELDS");
  spec.week[0] = {{9 * 60, 12 * 60}, {11 * 60, 18 * 60}};
  spec.week[1] = {{9 * 60, 9 * 60}};
  spec.days[absl::CivilDay(2026, 1, 1)] = {{25 * 60, 26 * 60}};
  const auto violations = ViolationsOf(Calendar::Make(spec).status());
  REQUIRE(violations.size() == 3);
  CHECK(violations[0].field == "bad.week.monday");
  CHECK(violations[1].field == "bad.week.tuesday");
  CHECK(violations[2].field == "bad.days.2026-01-01");
}

TEST_CASE("A calendar that is closed for more than a month on end is refused, one of a month is not", "[calendar]") {
  CalendarSpec spec;
  spec.id = "shut";
  spec.time_zone = Shanghai();
  for (auto& day : spec.week) day = {{0, 60}};
  for (int day = 0; day < Calendar::kClosedDaysMax; ++day) spec.days[absl::CivilDay(2026, 2, 1) + day] = {};
  CHECK(Calendar::Make(spec).ok());
  spec.days[absl::CivilDay(2026, 2, 1) + Calendar::kClosedDaysMax] = {};
  const auto violations = ViolationsOf(Calendar::Make(spec).status());
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == "shut.days.2026-03-04");
}

TEST_CASE("Hours are written as people write them", "[calendar]") {
  const auto openings = ParseOpenings("09:00-12:00, 13:00-18:00,22:00-06:00");
  REQUIRE(openings.has_value());
  CHECK(*openings == std::vector<Opening>{{540, 720}, {780, 1080}, {1320, 1800}});
  CHECK(OpeningsText(*openings) == "09:00-12:00, 13:00-18:00, 22:00-06:00");
  CHECK(ParseOpenings("00:00-24:00") == std::vector<Opening>{{0, 1440}});
  CHECK(ParseOpenings("")->empty());
  const char* const bad = GENERATE("9-12", "09:00", "09:00-12:60", "25:00-26:00", "09:00-12:00;13:00-14:00", "09:00-09:00", ",");
  CHECK_FALSE(ParseOpenings(bad).has_value());
}

}  // namespace
}  // namespace redress::sla
