// What readers of events have in common. Pure functions.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/events/log.h"

namespace redress::routing {

inline absl::Status BadEvent(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "BAD_EVENT", what);
}

// The bare id in `name` (`cases/*`).
inline absl::StatusOr<std::string> IdInEvent(absl::string_view pattern, const std::string& name) {
  const absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (!ids.ok()) return BadEvent("a name in the event is none");
  return (*ids)[0];
}

template <class Message>
absl::StatusOr<Message> Parse(const events::Event& event) {
  Message message;
  if (!message.ParseFromString(event.data)) return BadEvent("the event cannot be read");
  return message;
}

}  // namespace redress::routing
