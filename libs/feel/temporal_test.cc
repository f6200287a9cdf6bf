#include "libs/feel/temporal.h"

#include <catch2/catch.hpp>
#include <tuple>

namespace redress::feel {
namespace {

TEST_CASE("Days are counted through all years and back", "[feel]") {
  for (int64_t days = -1'000'000; days < 1'000'000; days += 997) CHECK(DaysSinceEpoch(*DateOfDays(days)) == days);
  CHECK(DaysSinceEpoch({1970, 1, 1}) == 0);
  CHECK(DaysSinceEpoch({2000, 3, 1}) == 11'017);
  const Date first{-kMaxYear, 1, 1};
  const Date last{kMaxYear, 12, 31};
  CHECK(DateOfDays(DaysSinceEpoch(first)) == first);
  CHECK(DateOfDays(DaysSinceEpoch(last)) == last);
  CHECK_FALSE(DateOfDays(DaysSinceEpoch(last) + 1).has_value());
  CHECK_FALSE(DateOfDays(DaysSinceEpoch(first) - 1).has_value());
}

TEST_CASE("A date is read only as it is written", "[feel]") {
  const std::string good =
      GENERATE("2024-02-29", "-2017-12-31", "99999-12-31", "999999999-12-31", "-999999999-01-01", "0000-01-01");
  REQUIRE(ParseDate(good).has_value());
  CHECK(ToText(*ParseDate(good)) == good);
  const std::string bad = GENERATE("2023-02-29", "2024-13-01", "2024-00-10", "998-12-31", "01211-12-31", "+2024-01-01",
                                   "2024-1-01", "2024-01-01T00:00:00", "9999999999-01-01", "2024-01-01 ", "");
  CHECK_FALSE(ParseDate(bad).has_value());
}

TEST_CASE("Times and date-times are read with their zones and written canonically", "[feel]") {
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {"2017-12-31T11:22:33", "2017-12-31T11:22:33"},
      {"2017-12-31", "2017-12-31T00:00:00"},
      {"2017-12-31T11:22:33.50", "2017-12-31T11:22:33.5"},
      {"2017-12-31T11:22:33.123456789Z", "2017-12-31T11:22:33.123456789Z"},
      {"2017-12-31T11:22:33+00:00", "2017-12-31T11:22:33Z"},
      {"2017-12-31T11:22:33-01:35", "2017-12-31T11:22:33-01:35"},
      {"2017-12-31T11:22:33+02:45:55", "2017-12-31T11:22:33+02:45:55"},
      {"2017-12-31T11:22:33@Europe/Paris", "2017-12-31T11:22:33@Europe/Paris"},
      {"2017-12-31T24:00:00", "2018-01-01T00:00:00"},
  }));
  REQUIRE(ParseDateTime(text).has_value());
  CHECK(ToText(*ParseDateTime(text)) == written);
  const std::string bad = GENERATE("2017-12-31T24:00:01", "2017-12-31T23:59:60", "2017-12-31T7:00:00", "2017-12-31T07:00",
                                   "2017-12-31T13:20:00+19:00", "2017-12-31T13:20:00+5", "2017-12-31T13:20:00@xyz/abc",
                                   "2017-12-31T13:20:00+02:00@Europe/Paris", "2017-12-31T13:20:00@../etc/passwd",
                                   "2017-12-31T13:20:00@localtime", "11:00:00", "2011-12-0310:15:30");
  CHECK_FALSE(ParseDateTime(bad).has_value());
  CHECK(ToText(*ParseTime("11:22:33.444@Etc/UTC")) == "11:22:33.444@Etc/UTC");
  CHECK_FALSE(ParseTime("2017-12-31").has_value());
}

TEST_CASE("Durations are read and written in their shortest form", "[feel]") {
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {"P1Y2M", "P1Y2M"},
      {"-P100M", "-P8Y4M"},
      {"P0Y", "P0M"},
      {"P999999999M", "P83333333Y3M"},
      {"P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S"},
      {"PT1000M0.999999999S", "PT16H40M0.999999999S"},
      {"-PT0.5S", "-PT0.5S"},
      {"PT0.S", "PT0S"},
      {"PT24H", "P1D"},
      {"-P1DT1S", "-P1DT1S"},
  }));
  const std::optional<MonthsDuration> months = ParseMonthsDuration(text);
  const std::optional<TimeDuration> time = ParseTimeDuration(text);
  REQUIRE(months.has_value() != time.has_value());
  CHECK((months ? ToText(*months) : ToText(*time)) == written);
  const std::string bad = GENERATE("", "P", "P0", "1Y", "P1H", "P1S", "PT", "P1M1Y", "P1Y2D", "PT1S1M", "PT1.5M", "P1DT", "P-1D",
                                   "P9999999999999999Y");
  CHECK_FALSE(ParseMonthsDuration(bad).has_value());
  CHECK_FALSE(ParseTimeDuration(bad).has_value());
}

TEST_CASE("A place's offset is that of the day, and of two at a change the earlier one", "[feel]") {
  const auto offset = [](absl::string_view text) { return OffsetSeconds(*ParseDateTime(text)).value_or(-1); };
  CHECK(offset("2024-01-15T12:00:00@Europe/Paris") == 3600);
  CHECK(offset("2024-07-15T12:00:00@Europe/Paris") == 7200);
  CHECK(offset("2024-10-27T02:30:00@Europe/Paris") == 7200);
  CHECK(offset("2024-07-15T12:00:00-05:00") == -18'000);
  CHECK(offset("2024-07-15T12:00:00") == -1);
}

TEST_CASE("Adding to a date-time counts real time, adding months counts days of the calendar", "[feel]") {
  const DateTime before = *ParseDateTime("2024-03-30T12:00:00@Europe/Paris");
  CHECK(ToText(*Plus(before, TimeDuration{kSecondsPerDay, 0})) == "2024-03-31T13:00:00@Europe/Paris");
  CHECK(ToText(*Plus(before, MonthsDuration{1})) == "2024-04-30T12:00:00@Europe/Paris");
  CHECK(ToText(*PlusMonths({2024, 1, 31}, 1)) == "2024-02-29");
  CHECK(ToText(*PlusMonths({2024, 1, 31}, -11)) == "2023-02-28");
  CHECK_FALSE(PlusMonths({kMaxYear, 12, 1}, 1).has_value());
  CHECK(ToText(Plus(*ParseTime("23:00:00"), TimeDuration{7200, 0})) == "01:00:00");
  CHECK(ToText(Plus(*ParseTime("01:00:00"), TimeDuration{-7200, 0})) == "23:00:00");
}

TEST_CASE("Instants compare across zones, and not with what has none", "[feel]") {
  const auto compare = [](absl::string_view a, absl::string_view b) {
    return CompareInstants(*ParseDateTime(a), *ParseDateTime(b));
  };
  CHECK(compare("2024-01-01T12:00:00Z", "2024-01-01T13:00:00@Europe/Paris") == 0);
  CHECK(compare("2024-01-01T12:00:00", "2024-01-01T12:00:00.000000001") == -1);
  CHECK_FALSE(compare("2024-01-01T12:00:00", "2024-01-01T12:00:00Z").has_value());
  CHECK(CompareInstants(*ParseTime("10:00:00@Europe/Paris"), *ParseTime("11:00:00@Europe/Paris")) == -1);
  CHECK_FALSE(CompareInstants(*ParseTime("10:00:00@Europe/Paris"), *ParseTime("11:00:00Z")).has_value());
}

TEST_CASE("Days have their places in week and year", "[feel]") {
  const auto [text, weekday, day, week] = GENERATE(table<std::string, int, int, int>({
      {"1970-01-01", 4, 1, 1},
      {"2019-09-17", 2, 260, 38},
      {"2003-12-29", 1, 363, 1},
      {"2010-01-01", 5, 1, 53},
      {"2005-01-09", 7, 9, 1},
      {"2020-12-31", 4, 366, 53},
  }));
  const Date date = *ParseDate(text);
  CHECK(Weekday(date) == weekday);
  CHECK(DayOfYear(date) == day);
  CHECK(WeekOfYear(date) == week);
}

TEST_CASE("Whole months lie between two days", "[feel]") {
  const auto [from, to, months] = GENERATE(table<std::string, std::string, int64_t>({
      {"2011-12-22", "2013-08-24", 20},
      {"2013-08-24", "2011-12-22", -20},
      {"2016-01-31", "2016-02-29", 0},
      {"2016-01-01", "2016-01-01", 0},
      {"2016-09-30", "2017-12-28", 14},
  }));
  CHECK(MonthsBetween(*ParseDate(from), *ParseDate(to)).months == months);
}

}  // namespace
}  // namespace redress::feel
