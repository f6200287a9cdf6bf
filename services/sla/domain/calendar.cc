#include "services/sla/domain/calendar.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::sla {
namespace {

constexpr int kDay = 24 * 60;
constexpr std::array<const char*, 7> kWeekdays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

int WeekdayOf(absl::CivilDay day) {
  return static_cast<int>(absl::GetWeekday(day));  // Monday is 0 in Abseil as well
}

// A moment that the zone skips is the one after the gap; of one that it has twice the first.
absl::Time MomentOf(const absl::TimeZone& zone, absl::CivilDay day, int minutes) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day) + int64_t{60} * minutes);
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

void CheckOpenings(const std::vector<Opening>& openings, const std::string& where, Violations* violations) {
  int last = 0;
  for (const Opening& opening : openings) {
    if (opening.from < 0 || opening.from >= kDay || opening.to <= opening.from || opening.to > opening.from + kDay) {
      violations->Add(where, "an opening begins within its day and is at most 24 hours long");
    } else if (opening.from < last) {
      violations->Add(where, "the openings of a day must be ascending and may not overlap");
    }
    last = std::max(last, opening.to);
  }
}

absl::optional<int> ParseMinutes(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hours = 0, minutes = 0;
  if (parts.size() != 2 || parts[0].size() != 2 || parts[1].size() != 2 || !absl::SimpleAtoi(parts[0], &hours) ||
      !absl::SimpleAtoi(parts[1], &minutes) || hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > kDay) {
    return absl::nullopt;
  }
  return hours * 60 + minutes;
}

std::string MinutesText(int minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
}

}  // namespace

Calendar Calendar::AllTheTime(std::string id) {
  CalendarSpec spec;
  spec.id = std::move(id);
  spec.always = true;
  return Calendar(std::move(spec));
}

absl::StatusOr<Calendar> Calendar::Make(CalendarSpec spec) {
  if (spec.always) return AllTheTime(std::move(spec.id));
  Violations violations;
  bool any = false;
  for (size_t i = 0; i < spec.week.size(); ++i) {
    CheckOpenings(spec.week[i], absl::StrCat(spec.id, ".week.", kWeekdays[i]), &violations);
    any = any || !spec.week[i].empty();
  }
  for (const auto& [day, openings] : spec.days) {
    CheckOpenings(openings, absl::StrCat(spec.id, ".days.", absl::FormatCivilTime(day)), &violations);
  }
  if (!any) violations.Add(absl::StrCat(spec.id, ".week"), "must be open at some time of the week");
  RETURN_IF_ERROR(violations.ToStatus());
  Calendar calendar(std::move(spec));
  if (calendar.spec_.days.empty()) return calendar;
  // The week opens again within seven days, so only special days can close for long.
  int closed = 0;
  const absl::CivilDay last = calendar.spec_.days.rbegin()->first + 7;
  for (absl::CivilDay day = calendar.spec_.days.begin()->first - 7; day <= last; ++day) {
    closed = calendar.OpeningsOf(day).empty() ? closed + 1 : 0;
    if (closed > kClosedDaysMax) {
      violations.Add(absl::StrCat(calendar.spec_.id, ".days.", absl::FormatCivilTime(day)),
                     absl::StrCat("closed for more than ", kClosedDaysMax, " days on end"));
      break;
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return calendar;
}

const std::vector<Opening>& Calendar::OpeningsOf(absl::CivilDay day) const {
  const auto special = spec_.days.find(day);
  return special != spec_.days.end() ? special->second : spec_.week[WeekdayOf(day)];
}

template <class Visit>
void Calendar::Walk(BusinessTime from, Visit visit) const {
  // An opening of the day before may go on after midnight, over the first of this day: what was visited is not visited again.
  absl::Time reached = absl::InfinitePast();
  for (absl::CivilDay day = from.DayIn(spec_.time_zone) - 1;; ++day) {
    for (const Opening& opening : OpeningsOf(day)) {
      const absl::Time begin = std::max(reached, MomentOf(spec_.time_zone, day, opening.from));
      const absl::Time end = MomentOf(spec_.time_zone, day, opening.to);
      reached = std::max(reached, end);
      if (end <= begin || end <= from.ToAbsl()) continue;
      if (!visit(std::max(from, BusinessTime::FromAbsl(begin)), BusinessTime::FromAbsl(end))) return;
    }
    // A closed day is told as a stretch of nothing, so that nobody walks on for ever.
    const BusinessTime midnight = BusinessTime::FromAbsl(MomentOf(spec_.time_zone, day + 1, 0));
    if (!visit(midnight, midnight)) return;
  }
}

BusinessTime Calendar::Add(BusinessTime start, absl::Duration working) const {
  if (working <= absl::ZeroDuration()) return start;
  if (spec_.always) return start + working;
  BusinessTime reached = start;
  Walk(start, [&](BusinessTime from, BusinessTime to) {
    if (to <= from) return true;  // the end of a day
    if (to - from >= working) {
      reached = from + working;
      return false;
    }
    working -= to - from;
    return true;
  });
  return reached;
}

absl::Duration Calendar::Between(BusinessTime from, BusinessTime to) const {
  if (to <= from) return absl::ZeroDuration();
  if (spec_.always) return to - from;
  absl::Duration sum;
  Walk(from, [&](BusinessTime begin, BusinessTime end) {
    if (begin >= to) return false;
    if (end > begin) sum += std::min(end, to) - begin;
    return true;
  });
  return sum;
}

absl::optional<std::vector<Opening>> ParseOpenings(absl::string_view text) {
  std::vector<Opening> openings;
  if (absl::StripAsciiWhitespace(text).empty()) return openings;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> ends = absl::StrSplit(absl::StripAsciiWhitespace(part), '-');
    if (ends.size() != 2) return absl::nullopt;
    const absl::optional<int> from = ParseMinutes(ends[0]);
    const absl::optional<int> to = ParseMinutes(ends[1]);
    if (!from.has_value() || !to.has_value() || *from == *to) return absl::nullopt;
    openings.push_back({*from, *to > *from ? *to : *to + kDay});
  }
  return openings;
}

std::string OpeningsText(const std::vector<Opening>& openings) {
  return absl::StrJoin(openings, ", ", [](std::string* out, const Opening& opening) {
    absl::StrAppend(out, MinutesText(opening.from), "-", MinutesText(opening.to > kDay ? opening.to - kDay : opening.to));
  });
}

}  // namespace redress::sla
