#include "services/intake/app/channels.h"

#include <yaml-cpp/yaml.h>

#include <array>
#include <exception>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/text_file.h"

namespace redress::intake {
namespace {

constexpr char kReason[] = "INVALID_CHANNELS";
constexpr std::array<const char*, kChannelLast + 1> kNames = {"",        "APP",   "WEB",    "PLATFORM_ENTRY", "CHAT",
                                                              "HOTLINE", "EMAIL", "SOCIAL", "STORE",          "REGULATOR"};

std::string TextOf(const YAML::Node& node, const char* key, Violations& violations, const std::string& entry) {
  const YAML::Node value = node[key];
  if (value && value.IsScalar() && !value.Scalar().empty()) return value.Scalar();
  violations.Add(absl::StrCat(entry, ".", key), "must not be empty");
  return "";
}

ChannelDescription Describe(const YAML::Node& node, Violations& violations, const std::string& entry) {
  ChannelDescription description;
  const std::string name = TextOf(node, "channel", violations, entry);
  const auto found = absl::c_find(kNames, name);
  if (name.empty() || found == kNames.end()) {
    violations.Add(absl::StrCat(entry, ".channel"), "not a known channel");
  } else {
    description.channel = static_cast<Channel>(found - kNames.begin());
  }
  description.display_name_zh = TextOf(node, "display_name_zh", violations, entry);
  description.display_name_en = TextOf(node, "display_name_en", violations, entry);
  description.promise_zh = TextOf(node, "promise_zh", violations, entry);
  description.promise_en = TextOf(node, "promise_en", violations, entry);
  absl::StatusOr<ChannelHours> hours = ChannelHours::Parse(TextOf(node, "hours", violations, entry));
  if (hours.ok()) {
    description.hours = *std::move(hours);
  } else {
    violations.Add(absl::StrCat(entry, ".hours"), hours.status().message());
  }
  return description;
}

absl::Status StatusOf(const Violations& violations) {
  if (violations.empty()) return absl::OkStatus();
  std::string message = "the channels are not well described:";
  for (const FieldViolation& violation : violations.all())
    absl::StrAppend(&message, " ", violation.field, " ", violation.description, ";");
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, kReason, message), violations.all());
}

}  // namespace

absl::StatusOr<std::vector<ChannelDescription>> ParseChannels(const std::string& yaml) {
  std::vector<ChannelDescription> channels;
  Violations violations;
  try {
    const YAML::Node root = YAML::Load(yaml);
    std::set<Channel> seen;
    for (const YAML::Node& node : root["channels"]) {
      const std::string entry = absl::StrCat("channels[", channels.size(), "]");
      channels.push_back(Describe(node, violations, entry));
      if (!seen.insert(channels.back().channel).second) violations.Add(absl::StrCat(entry, ".channel"), "described twice");
    }
  } catch (const std::exception&) {
    return Error(absl::StatusCode::kInvalidArgument, kReason, "the channels are no YAML list under `channels`");
  }
  if (channels.empty()) violations.Add("channels", "must not be empty");
  const absl::Status status = StatusOf(violations);
  if (!status.ok()) return status;
  return channels;
}

absl::StatusOr<std::vector<ChannelDescription>> LoadChannels(const std::string& path) {
  if (path.empty()) return ParseChannels(kDefaultChannels);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kInvalidArgument, kReason, "the file of channels cannot be read");
  return ParseChannels(*text);
}

}  // namespace redress::intake
