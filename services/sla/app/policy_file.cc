#include "services/sla/app/policy_file.h"

#include <yaml-cpp/yaml.h>

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_file.h"

namespace redress::sla {
namespace {

using Keys = std::set<std::string>;

constexpr const char* kWeekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr int kDaysOfRangeMax = 366;
constexpr int kTargetDaysMax = 10'000;

// Reads one document and keeps what is wrong with it.
class Reader {
 public:
  explicit Reader(Violations* violations) : violations_(*violations) {}

  void CheckKeys(const YAML::Node& node, const std::string& where, const Keys& known) {
    if (!node.IsMap()) return violations_.Add(where, "must be a map");
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>("");
      if (known.count(key) == 0) violations_.Add(absl::StrCat(where, ".", key), "is not known");
    }
  }

  std::string Text(const YAML::Node& node, const std::string& where) {
    if (!node || !node.IsScalar()) violations_.Add(where, "is missing");
    return node && node.IsScalar() ? node.as<std::string>() : "";
  }

  // `30s`, `15m`, `48h`, `7d`.
  absl::Duration Time(const YAML::Node& node, const std::string& where) {
    const std::string text = Text(node, where);
    if (text.empty()) return absl::ZeroDuration();
    const char unit = text.back();
    const absl::Duration one = unit == 's'   ? absl::Seconds(1)
                               : unit == 'm' ? absl::Minutes(1)
                               : unit == 'h' ? absl::Hours(1)
                               : unit == 'd' ? absl::Hours(24)
                                             : absl::ZeroDuration();
    int count = 0;
    const bool number = absl::SimpleAtoi(absl::string_view(text).substr(0, text.size() - 1), &count);
    if (number && count > 0 && count <= kTargetDaysMax && one > absl::ZeroDuration()) return one * count;
    violations_.Add(where, "must be a time such as 30s, 15m, 48h or 7d");
    return absl::ZeroDuration();
  }

  std::vector<Opening> Hours(const YAML::Node& node, const std::string& where) {
    const absl::optional<std::vector<Opening>> openings = ParseOpenings(Text(node, where));
    if (!openings.has_value()) violations_.Add(where, "must be hours such as 09:00-12:00, 13:00-18:00");
    return openings.value_or(std::vector<Opening>());
  }

  // `2026-10-01` or `2026-10-01..2026-10-07`.
  std::vector<absl::CivilDay> Days(const YAML::Node& node, const std::string& where) {
    std::vector<absl::CivilDay> days;
    const std::pair<std::string, std::string> ends = absl::StrSplit(Text(node, where), absl::MaxSplits("..", 1));
    absl::CivilDay from, to;
    const bool good = absl::ParseCivilTime(ends.first, &from) &&
                      absl::ParseCivilTime(ends.second.empty() ? ends.first : ends.second, &to) && from <= to &&
                      to - from < kDaysOfRangeMax;
    if (!good) violations_.Add(where, "must be a day such as 2026-10-01, or two with .. between");
    for (absl::CivilDay day = from; good && day <= to; ++day) days.push_back(day);
    return days;
  }

  Violations& violations() { return violations_; }

 private:
  Violations& violations_;
};

void ReadYear(Reader& reader, const YAML::Node& node, const std::string& where, const std::vector<Opening>& worked,
              CalendarSpec* spec) {
  reader.CheckKeys(node, where, {"holidays", "worked"});
  const auto put = [&](const char* key, const std::vector<Opening>& hours) {
    int number = 0;
    for (const YAML::Node& entry : node[key]) {
      const std::string at = absl::StrCat(where, ".", key, "[", number++, "]");
      for (const absl::CivilDay day : reader.Days(entry, at)) {
        if (!spec->days.emplace(day, hours).second) reader.violations().Add(at, "a day stands there twice");
      }
    }
  };
  put("holidays", {});
  put("worked", worked);
}

absl::optional<Calendar> ReadCalendar(Reader& reader, const std::string& id, const YAML::Node& node) {
  const std::string where = absl::StrCat("calendars.", id);
  reader.CheckKeys(node, where, {"time_zone", "week", "worked", "years"});
  if (!node.IsMap()) return absl::nullopt;
  CalendarSpec spec;
  spec.id = id;
  spec.zone_name = reader.Text(node["time_zone"], where + ".time_zone");
  if (!absl::LoadTimeZone(spec.zone_name, &spec.time_zone)) {
    reader.violations().Add(where + ".time_zone", "is no time zone that this machine knows");
  }
  reader.CheckKeys(node["week"], where + ".week", Keys(std::begin(kWeekdays), std::end(kWeekdays)));
  for (size_t i = 0; i < spec.week.size() && node["week"].IsMap(); ++i) {
    const YAML::Node day = node["week"][kWeekdays[i]];
    if (day) spec.week[i] = reader.Hours(day, absl::StrCat(where, ".week.", kWeekdays[i]));
  }
  std::vector<Opening> worked;
  if (node["worked"]) worked = reader.Hours(node["worked"], where + ".worked");
  for (const auto& year : node["years"]) {
    ReadYear(reader, year.second, absl::StrCat(where, ".years.", year.first.as<std::string>("")), worked, &spec);
  }
  absl::StatusOr<Calendar> calendar = Calendar::Make(std::move(spec));
  if (calendar.ok()) return *std::move(calendar);
  for (const FieldViolation& violation : ViolationsOf(calendar.status())) {
    reader.violations().Add(absl::StrCat("calendars.", violation.field), violation.description);
  }
  return absl::nullopt;
}

Target ReadTarget(Reader& reader, const YAML::Node& node, const std::string& where) {
  Target target;
  reader.CheckKeys(node, where, {"ordinary", "urgent", "critical", "calendar", "pauses"});
  if (!node.IsMap()) return target;
  target.by_severity = {reader.Time(node["ordinary"], where + ".ordinary"), reader.Time(node["urgent"], where + ".urgent"),
                        reader.Time(node["critical"], where + ".critical")};
  target.calendar = node["calendar"] ? reader.Text(node["calendar"], where + ".calendar") : "24x7";
  target.pauses = node["pauses"].as<bool>(false);
  return target;
}

void ReadTargets(Reader& reader, const YAML::Node& node, const std::string& where, Channel channel, PolicySpec* spec) {
  for (const auto& entry : node) {
    const auto name = entry.first.as<std::string>("");
    const absl::optional<ClockKind> kind = ClockKindOf(absl::AsciiStrToUpper(name));
    const std::string at = absl::StrCat(where, ".", name);
    if (!kind.has_value()) {
      reader.violations().Add(at, "is no kind of clock");
    } else {
      spec->targets[{*kind, channel}] = ReadTarget(reader, entry.second, at);
    }
  }
}

PolicySpec ReadPolicy(Reader& reader, const YAML::Node& policy, const YAML::Node& calendars) {
  PolicySpec spec;
  reader.CheckKeys(policy, "policy", {"version", "warn_percents", "pause_max", "progress_tags", "targets", "channels"});
  reader.CheckKeys(calendars, "calendars", {"version", "calendars"});
  if (!policy.IsMap() || !calendars.IsMap()) return spec;
  spec.version =
      absl::StrCat(reader.Text(policy["version"], "policy.version"), ".", reader.Text(calendars["version"], "calendars.version"));
  spec.warn_percents = policy["warn_percents"].as<std::vector<int>>(std::vector<int>{});
  spec.pause_max = reader.Time(policy["pause_max"], "policy.pause_max");
  for (const YAML::Node& tag : policy["progress_tags"]) spec.progress_tags.insert(reader.Text(tag, "policy.progress_tags"));
  spec.calendars.emplace("24x7", Calendar::AllTheTime("24x7"));
  for (const auto& entry : calendars["calendars"]) {
    const auto id = entry.first.as<std::string>("");
    absl::optional<Calendar> calendar = ReadCalendar(reader, id, entry.second);
    if (calendar.has_value()) spec.calendars.emplace(id, *std::move(calendar));
  }
  ReadTargets(reader, policy["targets"], "targets", Channel::kAny, &spec);
  for (const auto& entry : policy["channels"]) {
    const auto name = entry.first.as<std::string>("");
    const absl::optional<Channel> channel = ChannelOf(name);
    if (!channel.has_value() || *channel == Channel::kAny) {
      reader.violations().Add(absl::StrCat("channels.", name), "is no channel");
    } else {
      ReadTargets(reader, entry.second, absl::StrCat("channels.", name), *channel, &spec);
    }
  }
  return spec;
}

absl::StatusOr<std::string> TextOf(const std::string& path, const char* otherwise) {
  if (path.empty()) return std::string(otherwise);
  absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "POLICY_FILE", "a policy file cannot be read");
  return *std::move(text);
}

}  // namespace

absl::StatusOr<Policy> ParsePolicy(const PolicyDocument& document) {
  try {
    Violations violations;
    Reader reader(&violations);
    PolicySpec spec = ReadPolicy(reader, YAML::Load(document.policy_yaml), YAML::Load(document.calendars_yaml));
    absl::StatusOr<Policy> policy = Policy::Make(std::move(spec));
    if (policy.ok() && violations.empty()) return policy;
    for (const FieldViolation& violation : ViolationsOf(policy.status())) violations.Add(violation.field, violation.description);
    return violations.ToStatus();
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY", error.what());
  }
}

absl::StatusOr<PolicyDocument> ReadPolicyFiles(const std::string& policy_path, const std::string& calendars_path) {
  PolicyDocument document;
  ASSIGN_OR_RETURN(document.policy_yaml, TextOf(policy_path, kDefaultPolicy));
  ASSIGN_OR_RETURN(document.calendars_yaml, TextOf(calendars_path, kDefaultCalendars));
  return document;
}

}  // namespace redress::sla
