// Working time: when a promise is counted. `24x7`, or a calendar of weekly hours in a time zone with days that differ from their
// weekday: holidays, and the days that are worked in place of them (调休). A day may have several intervals, and one may go on
// after midnight. Whole microseconds throughout. A value; immutable, thread safe. Knows no clock: a moment comes in, a moment
// comes out.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/base/time.h"

namespace redress::sla {

// Minutes since the midnight with which a day begins: half-open, `from` within the day, `to` perhaps in the next one (≤ 48 h).
struct Opening {
  int from = 0;
  int to = 0;
  friend bool operator==(const Opening&, const Opening&) = default;
};

struct CalendarSpec {
  std::string id;
  bool always = false;                                  // 24x7; then nothing of the following matters
  std::string zone_name;                                // as IANA has it; for people
  absl::TimeZone time_zone;                             // in which the hours are meant
  std::array<std::vector<Opening>, 7> week;             // Monday first
  std::map<absl::CivilDay, std::vector<Opening>> days;  // that differ from their weekday; no opening: closed
};

class Calendar {
 public:
  // The longest time for which a calendar may be closed. One that can be closed for longer is a mistake: a promise on it would
  // never fall due while somebody looks.
  static constexpr int kClosedDaysMax = 31;

  static Calendar AllTheTime(std::string id);
  // INVALID_ARGUMENT, reason INVALID_FIELDS, with every fault: an opening that is none, or overlaps with another of its day; no
  // opening in a week, or none for more than kClosedDaysMax days.
  static absl::StatusOr<Calendar> Make(CalendarSpec spec);

  // The first moment at which so much working time has passed since `start`; `start` itself for none. Not negative.
  // Add(Add(a, d), e) == Add(a, d + e).
  BusinessTime Add(BusinessTime start, absl::Duration working) const;
  // The working time from `from` to `to`; zero where `to` is not later. Between(a, Add(a, d)) == d.
  absl::Duration Between(BusinessTime from, BusinessTime to) const;

  const CalendarSpec& spec() const { return spec_; }

 private:
  explicit Calendar(CalendarSpec spec) : spec_(std::move(spec)) {}
  const std::vector<Opening>& OpeningsOf(absl::CivilDay day) const;
  // Calls `visit(from, to)` for each stretch of working time that ends after `from`, in order and without overlap, until it
  // returns false.
  template <class Visit>
  void Walk(BusinessTime from, Visit visit) const;

  CalendarSpec spec_;
};

// `09:00-12:00, 13:00-18:00`; `22:00-06:00` goes on after midnight; `00:00-24:00` is the whole day; empty: closed. Nothing for a
// text that is none.
absl::optional<std::vector<Opening>> ParseOpenings(absl::string_view text);
std::string OpeningsText(const std::vector<Opening>& openings);

}  // namespace redress::sla
