#include "services/sla/rpc/convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/numbered_name.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"

namespace redress::sla {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};
constexpr char kCurrent[] = "current";

void AddTarget(const TargetKey& key, const Target& target, v1::Policy* proto) {
  for (size_t i = 0; i < target.by_severity.size(); ++i) {
    v1::Target& one = *proto->add_targets();
    one.set_kind(static_cast<v1::ClockKind>(key.first));
    one.set_channel(static_cast<type::v1::Channel>(key.second));
    one.set_severity(static_cast<type::v1::Severity>(i + 1));
    one.set_target_ms(absl::ToInt64Milliseconds(target.by_severity[i]));
    one.set_calendar(target.calendar);
    one.set_pauses(target.pauses);
  }
}

v1::Calendar ToProto(const CalendarSpec& spec) {
  v1::Calendar proto;
  proto.set_id(spec.id);
  proto.set_time_zone(spec.zone_name);
  for (const std::vector<Opening>& day : spec.week) proto.add_week(spec.always ? "00:00-24:00" : OpeningsText(day));
  for (const auto& [day, openings] : spec.days) {
    v1::SpecialDay& special = *proto.add_special_days();
    special.set_date(absl::FormatCivilTime(day));
    special.set_hours(OpeningsText(openings));
  }
  return proto;
}

// A condition that sets `target`, once, to what `parse` makes of its value.
template <class Value, class Parse>
std::function<bool(const Condition&)> Into(absl::optional<Value>* target, Parse parse) {
  return [target, parse](const Condition& condition) {
    if (target->has_value()) return false;
    *target = parse(condition.value);
    return target->has_value();
  };
}

absl::optional<ClockState> OwedStateOf(const std::string& word) {
  const absl::optional<ClockState> state = ClockStateOf(word);
  const bool owed = state == ClockState::kRunning || state == ClockState::kBreached;
  return owed ? state : absl::nullopt;
}

absl::optional<BusinessTime> TimeIn(const std::string& text) {
  const absl::StatusOr<BusinessTime> time = BusinessTime::ParseRfc3339(text);
  if (!time.ok()) return absl::nullopt;
  return *time;
}

}  // namespace

v1::Clock ToProto(const CaseClock& of) {
  const Clock& clock = of.clock;
  v1::Clock proto;
  proto.set_name(absl::StrCat("cases/", of.case_number, "/clocks/", clock.id));
  proto.set_kind(static_cast<v1::ClockKind>(clock.kind));
  proto.set_state(static_cast<v1::ClockState>(clock.state));
  proto.set_severity(static_cast<type::v1::Severity>(clock.severity));
  *proto.mutable_start_time() = redress::ToProto(clock.start);
  if (clock.due.has_value()) *proto.mutable_due_time() = redress::ToProto(*clock.due);
  if (clock.stop.has_value()) *proto.mutable_stop_time() = redress::ToProto(*clock.stop);
  proto.set_target_ms(absl::ToInt64Milliseconds(clock.target));
  proto.set_spent_ms(absl::ToInt64Milliseconds(clock.spent));
  proto.set_paused_ms(absl::ToInt64Milliseconds(clock.paused));
  proto.set_calendar(clock.calendar);
  proto.set_policy_version(clock.policy_version);
  proto.set_warned_percent(clock.warned_percent);
  proto.set_level(static_cast<v1::EscalationLevel>(clock.level));
  for (const std::string& reason : clock.reasons) proto.add_reasons(reason);
  return proto;
}

v1::Policy ToProto(const Policy& policy) {
  const PolicySpec& spec = policy.spec();
  v1::Policy proto;
  proto.set_name(absl::StrCat("clockPolicies/", spec.version));
  proto.set_version(spec.version);
  for (const int percent : spec.warn_percents) proto.add_warn_percents(percent);
  proto.set_pause_max_ms(absl::ToInt64Milliseconds(spec.pause_max));
  for (const std::string& tag : spec.progress_tags) proto.add_progress_tags(tag);
  for (const auto& [key, target] : spec.targets) AddTarget(key, target, &proto);
  for (const auto& [id, calendar] : spec.calendars) *proto.add_calendars() = ToProto(calendar.spec());
  return proto;
}

absl::StatusOr<std::string> FromProto(const v1::ListClocksRequest& request) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, ParseNumberedName(request.parent(), "cases/", "parent"));
  return number.ToString();
}

absl::StatusOr<DueQuery> FromProto(const v1::ListDueClocksRequest& request) {
  DueQuery query;
  Violations violations;
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "kind"}, Into(&query.kind, [](const std::string& word) { return ClockKindOf(word); })},
                    {{.name = "state"}, Into(&query.state, OwedStateOf)},
                    {{.name = "due_time", .ops = {FilterOp::kLessOrEqual}}, Into(&query.until, TimeIn)}},
                   &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  rpc::CheckNoNul(request, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

absl::StatusOr<std::string> FromProto(const v1::GetPolicyRequest& request) {
  Violations violations;
  rpc::CheckNoNul(request, &violations);
  std::string version = rpc::IdIn("clockPolicies/*", request.name(), "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return version == kCurrent ? std::string() : version;
}

}  // namespace redress::sla
