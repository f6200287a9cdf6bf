// The channels as an operator describes them (data/channels.yaml): names, hours, promise. Immutable after loading, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/intake/domain/channel_hours.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

struct ChannelDescription {
  Channel channel = Channel::kUnspecified;
  std::string display_name_zh;
  std::string display_name_en;
  ChannelHours hours;
  std::string promise_zh;
  std::string promise_en;
};

// INVALID_ARGUMENT, reason INVALID_CHANNELS, naming each entry at fault: every channel once, nothing empty, hours that exist.
absl::StatusOr<std::vector<ChannelDescription>> ParseChannels(const std::string& yaml);
// The same from a file; the one that came with this build where `path` is empty.
absl::StatusOr<std::vector<ChannelDescription>> LoadChannels(const std::string& path);
// data/channels.yaml as it was when this was built.
extern const char* const kDefaultChannels;

}  // namespace redress::intake
