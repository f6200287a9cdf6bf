#include "tools/agents/tempo.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tools/agents/chance.h"

namespace redress::agents {
namespace {

constexpr int kDayBegins = 8, kDayEnds = 20;  // hours; the night is the rest
// Appointments are kept at such marks: people do not live by the second, and a stepped week has fewer steps.
constexpr absl::Duration kMark = absl::Minutes(5);
constexpr absl::Duration kOfferMark = absl::Seconds(10);

// Hours of a day in which something is done.
struct Hours {
  int from, to;
  bool weekdays;
};
constexpr Hours kAnyTime = {0, 24, false};
constexpr Hours kAwake = {8, 22, false};  // customers
constexpr Hours kOffice = {9, 18, true};  // companies and departments
constexpr Hours kShops = {9, 21, false};  // sellers and carriers
constexpr Hours kCalls = {9, 20, false};  // nobody is phoned at other times
constexpr Hours kDuty = {kDayBegins, kDayEnds, false};

struct Row {
  Act act;
  int from_min, to_min;  // how long it takes
  Hours hours;
  bool staff;     // in the shift of who does it
  bool next_day;  // not before the next morning
};
constexpr std::array kRows = {
    Row{Act::kAnswerOffer, 0, 0, kAnyTime, false, false},
    Row{Act::kTriage, 2, 8, kAnyTime, true, false},
    Row{Act::kTakeUp, 1, 8, kAnyTime, true, false},
    Row{Act::kVerify, 10, 40, kAnyTime, true, false},
    Row{Act::kInvestigate, 10, 60, kAnyTime, true, false},
    Row{Act::kPropose, 5, 25, kAnyTime, true, false},
    Row{Act::kAtOnce, 0, 0, kAnyTime, false, false},
    Row{Act::kDecide, 1, 6, kAnyTime, true, false},
    Row{Act::kApologize, 10, 120, kCalls, true, false},
    Row{Act::kCallBack, 16 * 60, 22 * 60, kCalls, true, false},
    Row{Act::kPhone, 60, 600, kCalls, true, false},
    Row{Act::kPhoneAtLast, 44 * 60, 52 * 60, kCalls, true, false},
    Row{Act::kDepartmentTask, 60, 480, kOffice, false, false},
    Row{Act::kCustomerAnswers, 20, 720, kAwake, false, false},
    Row{Act::kSellerAnswers, 0, 240, kShops, false, true},
    Row{Act::kCarrierAnswers, 60, 360, kShops, false, false},
    Row{Act::kCustomerAppeals, 60, 720, kAwake, false, true},
    Row{Act::kAnswerSurvey, 10, 900, kAwake, false, false},
};

const Row& RowOf(Act act) {
  return *std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.act == act; });
}

int HourOf(BusinessTime time) {
  return PeoplesZone().At(time.ToAbsl()).cs.hour();
}

bool IsWeekend(BusinessTime time) {
  const absl::Weekday day = absl::GetWeekday(time.DayIn(PeoplesZone()));
  return day == absl::Weekday::saturday || day == absl::Weekday::sunday;
}

bool Suits(const Row& row, Shift shift, BusinessTime time) {
  if (row.hours.weekdays && IsWeekend(time)) return false;
  const int hour = HourOf(time);
  if (hour < row.hours.from || hour >= row.hours.to) {
    // Who works at night calls in the first hour of it.
    return row.staff && shift == Shift::kNight && row.hours.to == kCalls.to && hour == kDayEnds;
  }
  return !row.staff || IsThere(shift, time);
}

BusinessTime MorningAfter(BusinessTime time) {
  return BusinessTime::FromAbsl(absl::FromCivil(time.DayIn(PeoplesZone()) + 1, PeoplesZone()) + absl::Hours(9));
}

BusinessTime RoundedUp(BusinessTime time, absl::Duration mark) {
  return BusinessTime::FromAbsl(absl::UnixEpoch() + absl::Ceil(time.ToAbsl() - absl::UnixEpoch(), mark));
}

// The next moment from `time` on at which it is done; whoever waited for an hour to begin does not begin with its first minute.
BusinessTime Suitable(const Row& row, const Doing& doing, BusinessTime time) {
  if (Suits(row, doing.shift, time)) return time;
  const absl::Duration minutes = absl::Minutes(Pick(doing.case_name, absl::StrCat("morning/", doing.what), 40));
  for (BusinessTime hour = RoundedUp(time, absl::Hours(1));; hour += absl::Hours(1)) {
    if (Suits(row, doing.shift, hour)) return RoundedUp(hour + minutes, kMark);
  }
}

BusinessTime WhenLively(const Doing& doing, double pace) {
  if (doing.act == Act::kAtOnce) return doing.from;
  return doing.from + absl::Milliseconds(200 + Pick(doing.case_name, absl::StrCat("lively/", doing.what), 1500)) * pace;
}

}  // namespace

absl::TimeZone PeoplesZone() {
  return absl::FixedTimeZone(8 * 60 * 60);  // China has one zone and no summer time
}

Shift ShiftOf(bool supervisor, bool manager_or_legal, int place) {
  if (supervisor || manager_or_legal) return place % 2 == 0 ? Shift::kDay : Shift::kNight;
  return place % 4 == 3 ? Shift::kNight : Shift::kDay;
}

bool IsThere(Shift shift, BusinessTime time) {
  const int hour = HourOf(time);
  const bool day = hour >= kDuty.from && hour < kDuty.to;
  return shift == Shift::kAlways || (shift == Shift::kDay) == day;
}

BusinessTime NextShiftChange(BusinessTime time) {
  const absl::Time midnight = absl::FromCivil(time.DayIn(PeoplesZone()), PeoplesZone());
  for (const int hour : {kDayBegins, kDayEnds}) {
    const BusinessTime change = BusinessTime::FromAbsl(midnight + absl::Hours(hour));
    if (change > time) return change;
  }
  return BusinessTime::FromAbsl(midnight + absl::Hours(24 + kDayBegins));
}

BusinessTime WhenDone(Tempo tempo, const Doing& doing, double pace) {
  if (tempo == Tempo::kLively) return WhenLively(doing, pace);
  if (doing.act == Act::kAtOnce) return doing.from;
  // An offer stands for a minute, in a chat for a third of it.
  if (doing.act == Act::kAnswerOffer) return RoundedUp(doing.from + absl::Seconds(1), kOfferMark);
  const Row& row = RowOf(doing.act);
  const int minutes = row.from_min + Pick(doing.case_name, absl::StrCat("takes/", doing.what), row.to_min - row.from_min + 1);
  const BusinessTime begins = row.next_day ? MorningAfter(doing.from) : doing.from;
  return Suitable(row, doing, RoundedUp(begins + absl::Minutes(minutes), kMark));
}

}  // namespace redress::agents
