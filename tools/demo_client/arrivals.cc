#include "tools/demo_client/arrivals.h"

#include <algorithm>
#include <array>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "libs/base/hash.h"
#include "libs/proto/values.h"

namespace redress::demo {
namespace {

constexpr int kDays = 7, kHours = 24;
// How many complaints come on a day and in an hour, in proportion: most on Mondays, at noon and after supper.
constexpr std::array<int, kDays> kOfDay = {118, 104, 100, 98, 102, 94, 84};
constexpr std::array<int, kHours> kOfHour = {10, 6,  4,  3,  3,  5,  12, 24, 44, 66, 74, 62,
                                             58, 54, 58, 60, 58, 52, 54, 66, 76, 70, 50, 26};

// When a channel takes something in.
struct Opening {
  type::v1::Channel channel;
  int from, to;  // hours
  bool weekdays;
};
constexpr std::array kOpenings = {
    Opening{type::v1::CHANNEL_HOTLINE, 8, 22, false},
    Opening{type::v1::CHANNEL_STORE, 10, 21, false},
    Opening{type::v1::CHANNEL_REGULATOR, 9, 17, true},
};

absl::TimeZone China() {
  return absl::FixedTimeZone(8 * 60 * 60);
}

BusinessTime MondayOf(BusinessTime time) {
  const absl::CivilDay day = time.DayIn(China());
  const absl::CivilDay monday =
      absl::GetWeekday(day) == absl::Weekday::monday ? day : absl::PrevWeekday(day, absl::Weekday::monday);
  return BusinessTime::FromAbsl(absl::FromCivil(monday, China()));
}

uint32_t Draw(const ComplaintLine& line, absl::string_view what, uint32_t bound) {
  return static_cast<uint32_t>(StableHash64(absl::StrCat(line.number, "/", what)) % bound);
}

// The minute of the week at which this part (0 … 1) of all complaints has come.
int64_t MinuteOf(double part) {
  int64_t total = 0;
  for (const int day : kOfDay) {
    for (const int hour : kOfHour) total += day * hour;
  }
  double left = part * static_cast<double>(total);
  for (int day = 0; day < kDays; ++day) {
    for (int hour = 0; hour < kHours; ++hour) {
      const double of_hour = kOfDay[static_cast<size_t>(day)] * kOfHour[static_cast<size_t>(hour)];
      if (left < of_hour) return (day * kHours + hour) * 60 + static_cast<int64_t>(60 * left / of_hour);
      left -= of_hour;
    }
  }
  return kDays * kHours * 60 - 1;
}

bool IsOpen(const Opening& opening, BusinessTime time) {
  const absl::CivilSecond civil = China().At(time.ToAbsl()).cs;
  const absl::Weekday day = absl::GetWeekday(absl::CivilDay(civil));
  if (opening.weekdays && (day == absl::Weekday::saturday || day == absl::Weekday::sunday)) return false;
  return civil.hour() >= opening.from && civil.hour() < opening.to;
}

// The same, or once the line's channel takes something in.
BusinessTime WhenOpen(const ComplaintLine& line, BusinessTime time) {
  for (const Opening& opening : kOpenings) {
    if (opening.channel != line.complaint.channel() || IsOpen(opening, time)) continue;
    BusinessTime hour = BusinessTime::FromAbsl(absl::FromCivil(absl::CivilHour(China().At(time.ToAbsl()).cs), China()));
    while (!IsOpen(opening, hour)) hour += absl::Hours(1);
    return hour + absl::Minutes(Draw(line, "opening", 90));
  }
  return time;
}

}  // namespace

BusinessTime WeekStart(const std::vector<ComplaintLine>& lines, BusinessTime now) {
  BusinessTime start = MondayOf(now + absl::Hours(kDays * kHours) - absl::Microseconds(1));
  absl::optional<BusinessTime> first;
  for (const ComplaintLine& line : lines) {
    if (!line.complaint.has_received_time()) continue;
    const BusinessTime received = TimeOf(line.complaint.received_time());
    first = std::min(first.value_or(received), received);
  }
  return first.has_value() ? std::max(start, MondayOf(*first)) : start;
}

std::vector<BusinessTime> PlanArrivals(const std::vector<ComplaintLine>& lines, BusinessTime week_start) {
  absl::optional<BusinessTime> first;
  for (const ComplaintLine& line : lines) {
    if (line.complaint.has_received_time()) {
      first = std::min(first.value_or(TimeOf(line.complaint.received_time())), TimeOf(line.complaint.received_time()));
    }
  }
  const absl::Duration shift = first.has_value() ? week_start - MondayOf(*first) : absl::ZeroDuration();
  std::vector<BusinessTime> times;
  times.reserve(lines.size());
  std::map<std::string, BusinessTime> last_of_customer;
  for (size_t i = 0; i < lines.size(); ++i) {
    const ComplaintLine& line = lines[i];
    BusinessTime time;
    if (line.complaint.has_received_time()) {
      time = TimeOf(line.complaint.received_time()) + shift;
    } else {
      const double part = (static_cast<double>(i) + Draw(line, "part", 1000) / 1000.0) / static_cast<double>(lines.size());
      time = WhenOpen(line, week_start + absl::Minutes(MinuteOf(part)));
    }
    time = BusinessTime::FromAbsl(absl::UnixEpoch() + absl::Floor(time.ToAbsl() - absl::UnixEpoch(), absl::Minutes(1)));
    const std::string& customer = line.complaint.customer().id();
    if (!customer.empty()) {
      BusinessTime& last = last_of_customer.try_emplace(customer, week_start - absl::Minutes(1)).first->second;
      time = last = std::max(time, last + absl::Minutes(1));
    }
    times.push_back(std::max(time, week_start));
  }
  return times;
}

}  // namespace redress::demo
