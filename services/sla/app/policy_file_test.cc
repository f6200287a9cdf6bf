#include "services/sla/app/policy_file.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"

namespace redress::sla {
namespace {

PolicyDocument Default() {
  return ReadPolicyFiles("", "").value();
}

const Policy& TheDefault() {
  static const Policy* const policy = new Policy(ParsePolicy(Default()).value());
  return *policy;
}

absl::Duration TargetOf(ClockKind kind, Channel channel, Severity severity) {
  return TheDefault().TargetOf(kind, channel).by_severity[static_cast<size_t>(severity) - 1];
}

TEST_CASE("The policy that comes with this build promises what the domain does", "[policy_file]") {
  using absl::Hours;
  using absl::Minutes;
  CHECK(TheDefault().spec().version == "default-1.cn-2026-1");
  CHECK(TheDefault().spec().warn_percents == std::vector<int>{50, 75, 90});
  CHECK(TheDefault().spec().pause_max == Hours(72));
  CHECK(TargetOf(ClockKind::kFirstResponse, Channel::kApp, Severity::kOrdinary) == Hours(1));
  CHECK(TargetOf(ClockKind::kFirstResponse, Channel::kChat, Severity::kCritical) == Minutes(1));
  CHECK(TargetOf(ClockKind::kFirstResponse, Channel::kHotline, Severity::kUrgent) == absl::Seconds(30));
  CHECK(TargetOf(ClockKind::kFirstResponse, Channel::kRegulator, Severity::kCritical) == Hours(7 * 24));
  CHECK(TargetOf(ClockKind::kAcceptance, Channel::kApp, Severity::kCritical) == Minutes(5));
  CHECK(TargetOf(ClockKind::kFirstFeedback, Channel::kApp, Severity::kUrgent) == Hours(12));
  CHECK(TargetOf(ClockKind::kResolution, Channel::kWeb, Severity::kOrdinary) == Hours(48));
  CHECK(TargetOf(ClockKind::kResolution, Channel::kRegulator, Severity::kCritical) == Hours(45 * 24));
  CHECK(TargetOf(ClockKind::kApproval, Channel::kApp, Severity::kCritical) == Minutes(30));
  CHECK(TargetOf(ClockKind::kRefund, Channel::kApp, Severity::kOrdinary) == Hours(72));
  CHECK(TheDefault().TargetOf(ClockKind::kRefund, Channel::kApp).calendar == "business-cn");
  CHECK(TheDefault().TargetOf(ClockKind::kResolution, Channel::kApp).pauses);
  for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kFirstFeedback, ClockKind::kResolution}) {
    CHECK_FALSE(TheDefault().TargetOf(kind, Channel::kRegulator).pauses);
  }
}

// Whether a day of 2026 is a working day, as the State Council has it.
bool Worked(int month, int day) {
  const CalendarSpec& spec = TheDefault().spec().calendars.at("business-cn").spec();
  const absl::CivilDay date(2026, month, day);
  const auto special = spec.days.find(date);
  return special != spec.days.end() ? !special->second.empty() : !spec.week[static_cast<size_t>(absl::GetWeekday(date))].empty();
}

TEST_CASE("The calendar of 2026 knows the holidays and the days that are worked for them", "[policy_file]") {
  for (const auto& [month, day] : {std::pair(1, 1), {1, 2}, {2, 16}, {2, 23}, {4, 6}, {5, 5}, {6, 19}, {9, 25}, {10, 7}}) {
    CAPTURE(month, day);
    CHECK_FALSE(Worked(month, day));
  }
  for (const auto& [month, day] : {std::pair(1, 4), {2, 14}, {2, 28}, {5, 9}, {9, 20}, {10, 10}}) {
    CAPTURE(month, day);
    CHECK(Worked(month, day));  // each a Saturday or Sunday
  }
  int worked = 0;
  for (absl::CivilDay day(2026, 1, 1); day < absl::CivilDay(2027, 1, 1); ++day) worked += Worked(day.month(), day.day());
  CHECK(worked == 248);
}

TEST_CASE("A regulator's seven working days pass over the Spring Festival", "[policy_file]") {
  const Policy& policy = TheDefault();
  const Target& target = policy.TargetOf(ClockKind::kFirstResponse, Channel::kRegulator);
  const BusinessTime received = BusinessTime::ParseRfc3339("2026-02-12T10:00:00+08:00").value();
  // Thursday 12, Friday 13, Saturday 14 (worked), then from Tuesday 24 on.
  CHECK(policy.CalendarOf(target).Add(received, target.by_severity[0]) ==
        BusinessTime::ParseRfc3339("2026-02-28T10:00:00+08:00").value());
}

std::set<std::string> FaultsOf(const PolicyDocument& document) {
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(ParsePolicy(document).status())) fields.insert(violation.field);
  return fields;
}

TEST_CASE("Whatever is wrong in the files is named, all at once", "[policy_file]") {
  PolicyDocument document = Default();
  document.policy_yaml =
      absl::StrReplaceAll(document.policy_yaml, {{"approval: {ordinary: 4h", "approval: {ordinary: soon"},
                                                 {"  CHAT:", "  TELEX:"},
                                                 {"pause_max: 72h", "pause_max: 72h\nsurprise: 1"},
                                                 {"calendar: business-cn}\n  callback", "calendar: moon}\n  callback"}});
  document.calendars_yaml = absl::StrReplaceAll(
      document.calendars_yaml, {{"2026-10-01..2026-10-07", "2026-10-07..2026-10-01"}, {"- 2026-01-04", "- 2026-01-02"}});
  const std::set<std::string> faults = FaultsOf(document);
  for (const char* field : {"targets.approval.ordinary", "channels.TELEX", "policy.surprise", "targets.refund",
                            "calendars.business-cn.years.2026.holidays[6]", "calendars.business-cn.years.2026.worked[0]"}) {
    CAPTURE(field);
    CHECK(faults.count(field) == 1);
  }
}

TEST_CASE("A calendar without a time zone, without hours or shut for too long is none", "[policy_file]") {
  PolicyDocument document = Default();
  using Change = std::pair<std::string, std::string>;
  const auto& [change, field] = GENERATE(values<std::pair<Change, std::string>>({
      {{"time_zone: Asia/Shanghai\n    week: &", "time_zone: Asia/Atlantis\n    week: &"}, "calendars.business-cn.time_zone"},
      {{"monday: \"00:00-24:00\"", "monday: \"0-24\""}, "calendars.business-cn.week.monday"},
      {{"2026-06-19..2026-06-21", "2026-06-07..2026-07-21"}, "calendars.business-cn.days.2026-07-07"},
  }));
  document.calendars_yaml = absl::StrReplaceAll(document.calendars_yaml, {change});
  const std::set<std::string> faults = FaultsOf(document);
  CAPTURE(faults);
  CHECK(faults.count(field) == 1);
}

TEST_CASE("What is no YAML is no policy, and a file that is not there is named", "[policy_file]") {
  CHECK(ReasonOf(ParsePolicy({"version: [", kDefaultCalendars}).status()) == "INVALID_POLICY");
  CHECK(ReasonOf(ParsePolicy({"nothing", kDefaultCalendars}).status()) == "INVALID_FIELDS");
  CHECK(ReasonOf(ReadPolicyFiles("/nowhere/policy.yaml", "").status()) == "POLICY_FILE");
}

}  // namespace
}  // namespace redress::sla
