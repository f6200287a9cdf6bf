#include "tools/demo_client/arrivals.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"

namespace redress::demo {
namespace {

const absl::TimeZone kChina = absl::FixedTimeZone(8 * 60 * 60);

BusinessTime At(const char* text) {
  return BusinessTime::ParseRfc3339(text).value();
}

std::vector<ComplaintLine> Lines(int count, type::v1::Channel channel = type::v1::CHANNEL_APP) {
  std::vector<ComplaintLine> lines(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    lines[static_cast<size_t>(i)].number = i + 1;
    lines[static_cast<size_t>(i)].complaint.set_channel(channel);
  }
  return lines;
}

const BusinessTime kMonday = At("2026-11-30T00:00:00+08:00");

}  // namespace

TEST_CASE("A week begins on a Monday, this one's only at its very beginning", "[demo]") {
  CHECK(WeekStart(Lines(1), At("2026-11-27T18:00:00+08:00")) == kMonday);
  CHECK(WeekStart(Lines(1), kMonday) == kMonday);
  CHECK(WeekStart(Lines(1), kMonday + absl::Microseconds(1)) == kMonday + absl::Hours(168));
}

TEST_CASE("Three hundred complaints fill the week in the order of the file, whole minutes, the same at every run", "[demo]") {
  const std::vector<ComplaintLine> lines = Lines(300);
  const std::vector<BusinessTime> times = PlanArrivals(lines, kMonday);
  CHECK(times == PlanArrivals(lines, kMonday));
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK((times.front() >= kMonday && times.back() < kMonday + absl::Hours(168)));
  std::map<int, int> by_day, by_hour;
  for (const BusinessTime time : times) {
    CHECK(time.micros() % 60'000'000 == 0);
    ++by_day[static_cast<int>((time - kMonday) / absl::Hours(24))];
    ++by_hour[kChina.At(time.ToAbsl()).cs.hour()];
  }
  for (int day = 0; day < 7; ++day) CHECK(by_day[day] > 30);
  CHECK(by_day[0] > by_day[6]);
  CHECK(by_hour[20] > 3 * std::max(1, by_hour[3]));
}

TEST_CASE("What comes by phone, in a shop or from an authority comes when they are open", "[demo]") {
  struct Row {
    type::v1::Channel channel;
    int from, to;
    bool weekdays;
  };
  const auto row = GENERATE(Row{type::v1::CHANNEL_HOTLINE, 8, 22, false}, Row{type::v1::CHANNEL_STORE, 10, 21, false},
                            Row{type::v1::CHANNEL_REGULATOR, 9, 17, true});
  for (const BusinessTime time : PlanArrivals(Lines(200, row.channel), kMonday)) {
    const absl::CivilSecond civil = kChina.At(time.ToAbsl()).cs;
    CHECK((civil.hour() >= row.from && civil.hour() < row.to));
    const bool weekend = absl::GetWeekday(absl::CivilDay(civil)) == absl::Weekday::saturday ||
                         absl::GetWeekday(absl::CivilDay(civil)) == absl::Weekday::sunday;
    CHECK_FALSE((row.weekdays && weekend));
  }
}

TEST_CASE("Lines of one customer keep their order, whatever their channels", "[demo]") {
  std::vector<ComplaintLine> lines = Lines(100);
  for (size_t i = 0; i < lines.size(); i += 2) {
    lines[i].complaint.mutable_customer()->set_id("u-1");
    lines[i].complaint.set_channel(i % 4 == 0 ? type::v1::CHANNEL_REGULATOR : type::v1::CHANNEL_APP);
  }
  const std::vector<BusinessTime> times = PlanArrivals(lines, kMonday);
  for (size_t i = 2; i < lines.size(); i += 2) CHECK(times[i] > times[i - 2]);
}

TEST_CASE("A time that the file states keeps its weekday and hour", "[demo]") {
  std::vector<ComplaintLine> lines = Lines(2);
  *lines[0].complaint.mutable_received_time() = ToProto(At("2025-03-05T14:30:00+08:00"));  // a Wednesday
  *lines[1].complaint.mutable_received_time() = ToProto(At("2025-03-14T09:00:30+08:00"));  // the Friday after next
  const BusinessTime start = WeekStart(lines, At("2026-11-27T18:00:00+08:00"));
  CHECK(start == kMonday);
  const std::vector<BusinessTime> times = PlanArrivals(lines, start);
  CHECK(times[0] == At("2026-12-02T14:30:00+08:00"));
  CHECK(times[1] == At("2026-12-11T09:00:00+08:00"));
}

}  // namespace redress::demo
