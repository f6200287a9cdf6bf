#include "tools/agents/tempo.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::agents {
namespace {

BusinessTime At(const char* text) {
  return BusinessTime::ParseRfc3339(text).value();
}

Doing To(Act act, BusinessTime from, int i = 0, Shift shift = Shift::kDay) {
  return {act, shift, absl::StrCat("cases/261123-0000", i, "000-11"), "x", from};
}

int HourOf(BusinessTime time) {
  return PeoplesZone().At(time.ToAbsl()).cs.hour();
}

const BusinessTime kTuesdayNoon = At("2026-11-24T12:00:00+08:00");

}  // namespace

TEST_CASE("What is done takes as long as it takes, always the same for the same case, and at marks of five minutes", "[agents]") {
  bool differs = false;
  for (int i = 0; i < 200; ++i) {
    const BusinessTime done = WhenDone(Tempo::kWeek, To(Act::kVerify, kTuesdayNoon, i));
    CHECK(done == WhenDone(Tempo::kWeek, To(Act::kVerify, kTuesdayNoon, i)));
    CHECK(done - kTuesdayNoon >= absl::Minutes(10));
    CHECK(done - kTuesdayNoon <= absl::Minutes(45));
    CHECK(done.micros() % (5 * 60 * 1'000'000) == 0);
    differs |= done != WhenDone(Tempo::kWeek, To(Act::kVerify, kTuesdayNoon, i + 1));
  }
  CHECK(differs);
}

TEST_CASE("The date in a number decides nothing: the same cases a week later take the same time", "[agents]") {
  const BusinessTime later = kTuesdayNoon + absl::Hours(7 * 24);
  Doing doing = To(Act::kCallBack, kTuesdayNoon, 7);
  const absl::Duration took = WhenDone(Tempo::kWeek, doing) - kTuesdayNoon;
  doing.from = later;
  doing.case_name = "cases/261130-00007000-42";
  CHECK(WhenDone(Tempo::kWeek, doing) - later == took);
}

TEST_CASE("An offer is answered before the shortest one ends", "[agents]") {
  for (int second = 0; second < 60; ++second) {
    const BusinessTime offered = kTuesdayNoon + absl::Seconds(second);
    const BusinessTime answered = WhenDone(Tempo::kWeek, To(Act::kAnswerOffer, offered));
    CHECK(answered > offered);
    CHECK(answered - offered < absl::Seconds(20));
  }
}

TEST_CASE("Everything happens when somebody is there for it", "[agents]") {
  for (int i = 0; i < 100; ++i) {
    for (int hour = 0; hour < 48; ++hour) {
      const BusinessTime from = kTuesdayNoon + absl::Hours(hour) + absl::Minutes(i);
      CAPTURE(i, hour);
      CHECK(IsThere(Shift::kDay, WhenDone(Tempo::kWeek, To(Act::kInvestigate, from, i))));
      CHECK(IsThere(Shift::kNight, WhenDone(Tempo::kWeek, To(Act::kInvestigate, from, i, Shift::kNight))));
      const int called = HourOf(WhenDone(Tempo::kWeek, To(Act::kCallBack, from, i)));
      CHECK((called >= 9 && called < 20));
      CHECK(HourOf(WhenDone(Tempo::kWeek, To(Act::kCallBack, from, i, Shift::kNight))) == 20);
      const int answered = HourOf(WhenDone(Tempo::kWeek, To(Act::kCustomerAnswers, from, i)));
      CHECK((answered >= 8 && answered < 22));
    }
  }
}

TEST_CASE("Departments answer on weekdays, sellers on the next day", "[agents]") {
  const BusinessTime friday = At("2026-11-27T16:00:00+08:00");
  const BusinessTime task = WhenDone(Tempo::kWeek, To(Act::kDepartmentTask, friday + absl::Hours(3)));
  CHECK(task >= At("2026-11-30T09:00:00+08:00"));
  CHECK(task < At("2026-11-30T18:00:00+08:00"));
  CHECK(WhenDone(Tempo::kWeek, To(Act::kSellerAnswers, friday)).DayIn(PeoplesZone()) == absl::CivilDay(2026, 11, 28));
  CHECK(WhenDone(Tempo::kWeek, To(Act::kSellerAnswers, kTuesdayNoon)).DayIn(PeoplesZone()) == absl::CivilDay(2026, 11, 25));
}

TEST_CASE("Shifts follow each other without a gap, and every team of two supervisors has one at any time", "[agents]") {
  for (int hour = 0; hour < 24; ++hour) {
    const BusinessTime time = kTuesdayNoon + absl::Hours(hour);
    CHECK(IsThere(Shift::kDay, time) != IsThere(Shift::kNight, time));
    CHECK(IsThere(ShiftOf(true, false, 0), time) != IsThere(ShiftOf(true, false, 1), time));
    const BusinessTime change = NextShiftChange(time);
    CHECK(change > time);
    CHECK(change - time <= absl::Hours(12));
    CHECK(IsThere(Shift::kDay, change) != IsThere(Shift::kDay, change - absl::Microseconds(1)));
  }
  CHECK(ShiftOf(false, true, 3) == Shift::kNight);
  CHECK((ShiftOf(false, false, 3) == Shift::kNight && ShiftOf(false, false, 4) == Shift::kDay));
}

TEST_CASE("The lively tempo never waits for anybody's hours", "[agents]") {
  const BusinessTime night = At("2026-11-24T03:00:00+08:00");
  CHECK(WhenDone(Tempo::kLively, To(Act::kSellerAnswers, night)) - night < absl::Seconds(2));
  CHECK(WhenDone(Tempo::kLively, To(Act::kAtOnce, night)) == night);
  CHECK(WhenDone(Tempo::kLively, To(Act::kVerify, night), 0) == night);
}

}  // namespace redress::agents
