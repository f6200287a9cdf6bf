// Policies, calendars and facts for the tests of this folder: a policy of round figures on 24x7, with one calendar of working
// days.
#pragma once

#include <string>
#include <vector>

#include "services/sla/domain/fact.h"
#include "services/sla/domain/policy.h"

namespace redress::sla::testing {

// 2026-09-28 is a Monday; with a zone offset of +8 h as Shanghai has.
inline BusinessTime At(const std::string& text) {
  return BusinessTime::ParseRfc3339(text).value();
}

inline absl::TimeZone Shanghai() {
  return absl::FixedTimeZone(8 * 3600);
}

// Monday to Friday, all day; closed on National Day 2026 (1 – 7 October), worked on Saturday, 10 October.
inline Calendar BusinessDays() {
  CalendarSpec spec;
  spec.id = "business";
  spec.zone_name = "Asia/Shanghai";
  spec.time_zone = Shanghai();
  for (int day = 0; day < 5; ++day) spec.week[static_cast<size_t>(day)] = {{0, 24 * 60}};
  for (int day = 1; day <= 7; ++day) spec.days[absl::CivilDay(2026, 10, day)] = {};
  spec.days[absl::CivilDay(2026, 10, 10)] = {{0, 24 * 60}};
  return Calendar::Make(std::move(spec)).value();
}

inline Target Of(absl::Duration ordinary, absl::Duration urgent, absl::Duration critical, bool pauses = false,
                 const std::string& calendar = "24x7") {
  return {{ordinary, urgent, critical}, calendar, pauses};
}

inline PolicySpec TestSpec() {
  using absl::Hours;
  using absl::Minutes;
  PolicySpec spec;
  spec.version = "test-1";
  spec.warn_percents = {50, 75, 90};
  spec.pause_max = Hours(72);
  spec.progress_tags = {"LOGISTICS/DELAYED"};
  spec.calendars.emplace("24x7", Calendar::AllTheTime("24x7"));
  spec.calendars.emplace("business", BusinessDays());
  const auto put = [&](ClockKind kind, Target target) { spec.targets[{kind, Channel::kAny}] = std::move(target); };
  put(ClockKind::kFirstResponse, Of(Hours(1), Hours(1), Hours(1)));
  put(ClockKind::kAcceptance, Of(Minutes(60), Minutes(15), Minutes(5)));
  put(ClockKind::kFirstFeedback, Of(Hours(24), Hours(12), Hours(4), true));
  put(ClockKind::kResolution, Of(Hours(48), Hours(24), Hours(12), true));
  put(ClockKind::kProgress, Of(Hours(24), Hours(24), Hours(12)));
  put(ClockKind::kTask, Of(Hours(24), Hours(12), Hours(4)));
  put(ClockKind::kEvidence, Of(Hours(24), Hours(12), Hours(4)));
  put(ClockKind::kApproval, Of(Hours(4), Hours(1), Minutes(30)));
  put(ClockKind::kReship, Of(Hours(24), Hours(24), Hours(24)));
  put(ClockKind::kRefund, Of(Hours(72), Hours(24), Hours(24), false, "business"));
  put(ClockKind::kCallback, Of(Hours(48), Hours(24), Hours(24)));
  spec.targets[{ClockKind::kFirstResponse, Channel::kChat}] = Of(Minutes(1), Minutes(1), Minutes(1));
  for (const ClockKind kind : {ClockKind::kFirstFeedback, ClockKind::kResolution}) {
    spec.targets[{kind, Channel::kRegulator}] = Of(Hours(24), Hours(24), Hours(24));
  }
  spec.targets[{ClockKind::kFirstResponse, Channel::kRegulator}] = Of(Hours(168), Hours(168), Hours(168), false, "business");
  return spec;
}

inline Policy TestPolicy() {
  return Policy::Make(TestSpec()).value();
}

}  // namespace redress::sla::testing
